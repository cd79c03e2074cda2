"""What the process of dbt changes in dbt, each time in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

RENDERING = """
import sys
from pathlib import Path
from orchestration.dbt_process import _keep_compiled_templates
from dbt_common.clients import jinja

_keep_compiled_templates(Path(sys.argv[1]))
if sys.argv[2] == "kept":
    jinja.MacroFuzzEnvironment._parse = None
for is_native in (True, False):
    template = jinja.get_template("{{ 1 + number }}", {}, native=is_native)
    print(repr(template.render({"number": 2})))
"""


def _render(folder: Path, mode: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RENDERING, str(folder), mode],
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_a_process_compiled_the_next_one_does_not_even_parse(tmp_path: Path) -> None:
    """A text is kept apart for each kind of environment: one gives numbers, the other texts."""
    assert _render(tmp_path / "other", "kept").returncode != 0
    assert _render(tmp_path, "new").stdout == "3\n'3'\n"
    assert _render(tmp_path, "kept").stdout == "3\n'3'\n"


def test_a_kept_template_that_is_damaged_is_compiled_anew(tmp_path: Path) -> None:
    """A night that was cut off must not spoil those after it."""
    _render(tmp_path, "new")
    files = [*tmp_path.iterdir()]
    assert len(files) == 2
    for file in files:
        file.write_bytes(file.read_bytes()[:-20])
    assert _render(tmp_path, "new").stdout == "3\n'3'\n"
