from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pytest

from orchestration import runs
from orchestration.config import Settings


@pytest.fixture
def book() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        runs.create_tables(connection)
        yield connection


def _start(book: duckdb.DuckDBPyConnection, run_id: str, as_of: str) -> None:
    settings = Settings.from_environment(as_of=as_of, environment={})
    runs.start_run(book, settings, run_id, code_version="0.1.0+a", is_full_refresh=False)


def test_a_run_that_a_crash_left_open_is_closed_by_the_next(
    book: duckdb.DuckDBPyConnection,
) -> None:
    _start(book, "first", "2026-01-01")
    _start(book, "second", "2026-01-02")
    assert book.execute("select run_id, status from quality.runs order by 1").fetchall() == [
        ("first", "failed"),
        ("second", "running"),
    ]


def test_a_step_that_is_tried_again_does_not_open_the_run_twice(
    book: duckdb.DuckDBPyConnection,
) -> None:
    _start(book, "first", "2026-01-01")
    _start(book, "first", "2026-01-01")
    assert book.execute("select count(*) from quality.runs").fetchone() == (1,)


def test_an_as_of_before_the_last_runs_means_a_full_rebuild(
    book: duckdb.DuckDBPyConnection,
) -> None:
    _start(book, "first", "2026-01-02")
    _start(book, "second", "2026-01-02")
    _start(book, "third", "2026-01-01")
    rebuilds = book.execute("select run_id from quality.runs where is_full_rebuild").fetchall()
    assert rebuilds == [("third",)]
    run = runs.Run.read(book, "third")
    assert run is not None
    assert run.as_of == datetime.fromisoformat("2026-01-01")


def test_a_held_run_stays_held_when_its_step_then_fails(book: duckdb.DuckDBPyConnection) -> None:
    _start(book, "first", "2026-01-01")
    check = runs.CheckResult("shares", "marts.m", "error", False, "3", "0")
    runs.hold_run(book, "first", [check], "as_of lies before all data")
    runs.fail_run(book, "first", "the step failed")
    run = runs.Run.read(book, "first")
    assert run is not None
    assert run.status == "held"
    assert run.detail == "shares of marts.m: found 3, expected 0\nas_of lies before all data"


def test_results_of_a_step_that_is_tried_again_replace_its_own(
    book: duckdb.DuckDBPyConnection,
) -> None:
    good = runs.CheckResult("shares", "marts.m", "error", True, "0", "0")
    bad = runs.CheckResult("shares", "marts.m", "error", False, "3", "0")
    other = runs.CheckResult("shares", "marts.n", "error", True, "0", "0")
    runs.record_checks(book, "first", "great_expectations", [bad, other])
    runs.record_checks(book, "first", "great_expectations", [good])
    runs.record_checks(book, "first", "dbt", [])
    assert book.execute(
        "select table_name, success from quality.check_results order by 1"
    ).fetchall() == [("marts.m", True), ("marts.n", True)]
