from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest

from orchestration.warehouse import (
    WarehouseBusyError,
    connect,
    is_lock_conflict,
    lock_holder,
    writer_lock,
)

HOLD = """
import sys
from pathlib import Path
from orchestration.warehouse import writer_lock

with writer_lock(Path(sys.argv[1]), 0, print):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.duckdb"


@pytest.fixture
def other_process(warehouse: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLD), str(warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_says_who_holds_the_warehouse_and_gives_up(
    warehouse: Path, other_process: subprocess.Popen[str]
) -> None:
    said: list[str] = []
    with (
        pytest.raises(WarehouseBusyError, match=f"process {other_process.pid}"),
        writer_lock(warehouse, 0.5, said.append),
    ):
        pass
    assert len(said) == 1
    assert "waiting" in said[0]
    other_process.communicate("end\n")


def test_a_second_writer_goes_on_when_the_first_has_ended(
    warehouse: Path, other_process: subprocess.Popen[str]
) -> None:
    def announce(_: str) -> None:
        other_process.communicate("end\n")

    with writer_lock(warehouse, 30, announce):
        assert lock_holder(warehouse) is not None
    assert lock_holder(warehouse) is None


def test_the_lock_goes_with_a_process_that_is_killed(
    warehouse: Path, other_process: subprocess.Popen[str]
) -> None:
    other_process.kill()
    other_process.communicate()
    with writer_lock(warehouse, 0, print):
        pass


def test_duckdbs_own_lock_is_recognised(warehouse: Path) -> None:
    with connect(warehouse):
        code = f"import duckdb; duckdb.connect({str(warehouse)!r})"
        result = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
    assert is_lock_conflict(result.stderr)
    assert not is_lock_conflict(str(duckdb.IOException("disk full")))
