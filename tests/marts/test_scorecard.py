from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from orchestration import runs
from orchestration.config import Settings
from orchestration.scorecard import print_scorecard
from orchestration.scorecard_rows import ScorecardError
from tests.warehouse.harness import query


@pytest.fixture(scope="module")
def printed(marts: Settings) -> str:
    output = StringIO()
    with duckdb.connect(str(marts.warehouse)) as connection:
        runs.create_tables(connection)
    # The private file has the marts that publication copies.
    print_scorecard(marts.warehouse, Console(file=output, width=80))
    return output.getvalue()


def test_every_channel_with_contacts_has_a_line(marts: Settings, printed: str) -> None:
    channels = query(
        marts, "select distinct channel from core.fct_contacts where exclusion_reason is null"
    )
    lines = printed.split("Own figures")[0].splitlines()
    for row in channels:
        assert any(line.split()[:1] == [row["channel"]] for line in lines)


def test_every_channel_has_lines_with_each_of_its_verdicts(marts: Settings, printed: str) -> None:
    rows = query(
        marts,
        """
        select distinct
            coalesce(channel, channel_group) as channel, coalesce(verdict, 'neither') as verdict
        from marts.mart_benchmark_comparison
        where own_value is not null
        """,
    )
    found: set[tuple[str, str]] = set()
    channel = ""
    for line in printed.split("Own figures")[1].split("better, worse:")[0].splitlines():
        if re.fullmatch("[a-z]+", line.strip()):
            channel = line.strip()
        elif verdict := re.search(r" (better|worse|within|too few|neither) +[a-z ]+$", line):
            found.add((channel, verdict[1]))
    assert found == {(row["channel"], row["verdict"]) for row in rows}


def test_no_line_is_wider_than_80_columns_or_cut_off(printed: str) -> None:
    assert [line for line in printed.splitlines() if len(line) > 80] == []
    assert "…" not in printed


def test_what_is_not_compared_is_explained(printed: str) -> None:
    assert "the document does not state its scale" in " ".join(printed.split())


def test_a_missing_file_is_named_with_its_mend(tmp_path: Path) -> None:
    serving = tmp_path / "serving.duckdb"
    with pytest.raises(ScorecardError, match=r"serving\.duckdb: run `supportmart nightly`"):
        print_scorecard(serving, Console(file=StringIO()))
    assert not serving.exists()


def test_a_file_without_marts_is_named_with_its_mend(tmp_path: Path) -> None:
    serving = tmp_path / "other.duckdb"
    duckdb.connect(str(serving)).close()
    with pytest.raises(ScorecardError, match="has no scorecard in it"):
        print_scorecard(serving, Console(file=StringIO()))


def test_a_file_that_is_no_database_is_named_with_its_mend(tmp_path: Path) -> None:
    serving = tmp_path / "text.duckdb"
    serving.write_text("no database", encoding="utf-8")
    with pytest.raises(ScorecardError, match=r"text\.duckdb cannot be read"):
        print_scorecard(serving, Console(file=StringIO()))
