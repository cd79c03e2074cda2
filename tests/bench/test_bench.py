"""The benchmark's own parts: what it says without its yardstick, and how it measures a command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.processes import BenchmarkError, run
from orchestration.config import PROJECT


def test_without_the_floor_script_it_says_where_to_name_it(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "bench.bench", "--floor", "nowhere.py", "--below", str(tmp_path)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "nowhere.py" in result.stderr
    assert "SUPPORTMART_FLOOR" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_memory_is_that_of_the_command_and_what_it_starts(tmp_path: Path) -> None:
    # The parent holds little; its child holds 200 MB for a second.
    child = "block = bytearray(200_000_000); import time; time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    measured = run([sys.executable, "-c", parent], {}, tmp_path)
    assert 200_000_000 < measured.peak_bytes < 400_000_000
    assert measured.seconds > 1


def test_a_step_that_fails_says_what_it_printed_last(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match=r"(?s)ended with 3:.*out of paper"):
        run([sys.executable, "-c", "print('out of paper'); raise SystemExit(3)"], {}, tmp_path)
