from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path

import duckdb
import pytest

from orchestration import runs
from orchestration.config import Settings
from orchestration.gates.page import write_page
from orchestration.runs import CheckResult

RAW = CheckResult("schema", "raw_helpdesk.tickets", "error", True, "17 columns", "all 17 columns")
DBT = CheckResult("never_null_x", "core.fct_turns", "warn", False, "3 rows", "<b>Never</b> NULL")
BUILT = CheckResult(
    "row_count_movement",
    "core.fct_contacts",
    "error",
    False,
    '{"desk": 0.08}',
    "published_ratio: at least 0.5",
)


@pytest.fixture
def book() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        runs.create_tables(connection)
        runs.start_run(
            connection,
            Settings.from_environment(as_of=datetime.fromisoformat("2026-06-30T12:00:00")),
            "run-7",
            code_version="1",
            is_full_refresh=False,
        )
        yield connection


def _text(page: Path) -> str:
    html = page.read_text(encoding="utf-8")
    assert "http" not in html, "the page must open without a network"
    return re.sub(
        r"\s+", " ", unescape(re.sub("<style>.*?</style>|<[^>]+>", " ", html, flags=re.S))
    )


def test_the_page_says_which_gate_held_what_back_and_why(
    book: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    runs.record_checks(book, "run-7", "great_expectations", [RAW, BUILT])
    runs.record_checks(book, "run-7", "dbt", [DBT])
    runs.hold_run(book, "run-7", [BUILT])
    write_page(book, "run-7", tmp_path / "index.html")
    text = _text(tmp_path / "index.html")
    assert "Held back" in text
    assert "as of 2026-06-30 12:00 UTC" in text
    first, dbt, second = re.split(
        "Tests of what dbt built|Second gate", text.split("First gate")[1]
    )
    assert "1 passed" in first
    assert "1 warned" in dbt
    assert "<b>Never</b> NULL" in dbt
    assert "1 failed" in second
    assert '{"desk": 0.08} published_ratio: at least 0.5 Raw keeps every row' in second


def test_gates_that_were_not_reached_are_said_to_be_so(
    book: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    runs.record_checks(book, "run-7", "great_expectations", [RAW])
    runs.fail_run(book, "run-7", "no space left")
    write_page(book, "run-7", tmp_path / "index.html")
    text = _text(tmp_path / "index.html")
    assert "Failed. " in text
    assert "no space left" in text
    assert text.count("did not come this far") == 2


def test_a_run_that_is_not_on_record_has_no_page(
    book: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    write_page(book, "another", tmp_path / "index.html")
    assert not (tmp_path / "index.html").exists()
