from __future__ import annotations

import pytest

from orchestration.causes import in_one_line


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("no space left on device", "no space left on device"),
        (
            "Runtime Error in model m (a/m.sql)\n  Binder Error: no column b\n  \n  LINE 9: b\n  ^",
            "Binder Error: no column b",
        ),
        (
            "Compilation Error\n  Model 'a' depends on a node\n  named 'b' which was not found",
            "Model 'a' depends on a node named 'b' which was not found",
        ),
        ("IO Error: cannot read\n\nhint: lock", "IO Error: cannot read"),
        ("Parser Error in line 1", "Parser Error in line 1"),
        ("", ""),
    ],
)
def test_a_cause_is_one_line_without_heading_and_quoted_code(message: str, line: str) -> None:
    assert in_one_line(message) == line
