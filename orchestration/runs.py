"""The warehouse's own book of runs and of what every check found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Self

import duckdb

from orchestration.config import Settings

Status = Literal["running", "published", "degraded", "failed", "held"]
Severity = Literal["error", "warn"]

COUNTED_TABLES = {
    "contacts": "core.fct_contacts",
    "turns": "core.fct_turns",
    "replies": "core.fct_replies",
    "resolutions": "core.fct_resolutions",
}

_TABLES = """
create schema if not exists quality;
create table if not exists quality.runs (
    run_id varchar,
    as_of timestamp,
    time_zone varchar,
    started_at timestamp,
    finished_at timestamp,
    status varchar,
    detail varchar,
    code_version varchar,
    is_full_refresh boolean,
    is_full_rebuild boolean,
    rows_read bigint,
    rows_loaded bigint,
    rows_rejected bigint,
    contacts bigint,
    turns bigint,
    replies bigint,
    resolutions bigint
);
create table if not exists quality.check_results (
    run_id varchar,
    checked_at timestamp,
    checked_by varchar,
    check_name varchar,
    table_name varchar,
    severity varchar,
    success boolean,
    observed varchar,
    expected varchar
);
comment on table quality.runs is
    'One row per run of the nightly job, the one that published this database included.';
comment on column quality.runs.run_id is 'Dagster''s id of the run.';
comment on column quality.runs.as_of is 'The instant (UTC) the run called now.';
comment on column quality.runs.time_zone is 'The reporting time zone, in which days begin.';
comment on column quality.runs.started_at is 'When the run began (UTC).';
comment on column quality.runs.finished_at is 'When the run ended (UTC); null while it runs.';
comment on column quality.runs.status is
    'published; degraded: published, but a connection or file was refused; held: a quality gate '
    'kept the result back; failed; running.';
comment on column quality.runs.detail is
    'What was refused, held back or failed, and how to mend it; null when all went well.';
comment on column quality.runs.code_version is 'Version and digest of the code that ran.';
comment on column quality.runs.is_full_refresh is 'Whether every model was built from nothing.';
comment on column quality.runs.is_full_rebuild is
    'Whether as_of lay before the last run''s, so that no earlier result could be kept.';
comment on column quality.runs.rows_read is 'Rows that this run read from landing files.';
comment on column quality.runs.rows_loaded is 'Rows of them that went into raw tables.';
comment on column quality.runs.rows_rejected is 'Rows of them in quality.rejected_rows.';
comment on column quality.runs.contacts is 'Rows of core.fct_contacts; null before it is built.';
comment on column quality.runs.turns is 'Rows of core.fct_turns; null before it is built.';
comment on column quality.runs.replies is 'Rows of core.fct_replies; null before it is built.';
comment on column quality.runs.resolutions is
    'Rows of core.fct_resolutions; null before it is built.';
comment on table quality.check_results is 'One row per run and check, as far as the run came.';
comment on column quality.check_results.run_id is 'The run, as in quality.runs.';
comment on column quality.check_results.checked_at is 'When the result was written (UTC).';
comment on column quality.check_results.checked_by is 'dbt or great_expectations.';
comment on column quality.check_results.check_name is 'The check, unique within its table.';
comment on column quality.check_results.table_name is 'The table it looked at, with its schema.';
comment on column quality.check_results.severity is
    'error: a failure stops the publication; warn: it is only reported.';
comment on column quality.check_results.success is 'Whether the table was as expected.';
comment on column quality.check_results.observed is 'What was found, as text.';
comment on column quality.check_results.expected is 'What was expected, as text.';
"""


@dataclass(frozen=True)
class Run:
    """One row of quality.runs, as far as other code reads it."""

    run_id: str
    as_of: datetime
    status: Status
    detail: str | None
    is_full_refresh: bool
    is_full_rebuild: bool

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection, run_id: str) -> Self | None:
        """Return the run with this id, or None when it never began."""
        row = connection.execute(
            "select run_id, as_of, status, detail, is_full_refresh, is_full_rebuild"
            " from quality.runs where run_id = ?",
            [run_id],
        ).fetchone()
        return cls(*row) if row else None


@dataclass(frozen=True)
class CheckResult:
    """What one check found; observed and expected are short texts without personal data."""

    check_name: str
    table_name: str
    severity: Severity
    success: bool
    observed: str
    expected: str

    def describe(self) -> str:
        """Return the result in one line, for people."""
        return (
            f"{self.check_name} of {self.table_name}: found {self.observed},"
            f" expected {self.expected}"
        )


def utc_now() -> datetime:
    """Return the present instant as the warehouse stores instants: naive, in UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the book of runs and results where it is missing."""
    found = connection.execute(
        "select count(*) from duckdb_tables() where database_name = current_database()"
        " and schema_name = 'quality' and table_name in ('runs', 'check_results')"
    ).fetchone()
    if found != (2,):
        connection.begin()
        connection.execute(_TABLES)
        connection.commit()


def start_run(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    run_id: str,
    *,
    code_version: str,
    is_full_refresh: bool,
) -> None:
    """Write the run's row; runs that a crash left open are closed as failed.

    A second call for the same run (a step that is tried again) changes nothing.
    """
    as_of = settings.as_of.replace(tzinfo=None)
    connection.execute(
        "update quality.runs set status = 'failed', finished_at = ?,"
        " detail = 'the process ended before the run did: look at its log and run again'"
        " where status = 'running' and run_id <> ?",
        [utc_now(), run_id],
    )
    connection.execute(
        "insert into quality.runs (run_id, as_of, time_zone, started_at, status, code_version,"
        " is_full_refresh, is_full_rebuild)"
        " select $run_id, $as_of, $time_zone, $now, 'running', $code_version, $full_refresh,"
        " coalesce($as_of < (select arg_max(as_of, started_at) from quality.runs), false)"
        " where not exists (select 1 from quality.runs where run_id = $run_id)",
        {
            "run_id": run_id,
            "as_of": as_of,
            "time_zone": settings.time_zone,
            "now": utc_now(),
            "code_version": code_version,
            "full_refresh": is_full_refresh,
        },
    )


def record_load(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    *,
    rows_read: int,
    rows_loaded: int,
    rows_rejected: int,
    detail: str | None,
) -> None:
    """Write what the run loaded; a detail says what was refused and how to mend it."""
    connection.execute(
        "update quality.runs set rows_read = ?, rows_loaded = ?, rows_rejected = ?, detail = ?"
        " where run_id = ?",
        [rows_read, rows_loaded, rows_rejected, detail, run_id],
    )


def record_counts(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Write how many rows the facts have."""
    counts = ", ".join(
        f"{column} = (select count(*) from {table})" for column, table in COUNTED_TABLES.items()
    )
    connection.execute(f"update quality.runs set {counts} where run_id = ?", [run_id])


def finish_run(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    status: Status,
    detail: str | None = None,
    *,
    finished_at: datetime | None = None,
) -> None:
    """Close the run's row; without a detail the one that is there stays."""
    connection.execute(
        "update quality.runs set status = ?, finished_at = ?, detail = coalesce(?, detail)"
        " where run_id = ?",
        [status, finished_at or utc_now(), detail, run_id],
    )


def hold_run(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    failed: Iterable[CheckResult],
    cause: str | None = None,
) -> None:
    """Close the run's row: these checks keep its result from being published; perhaps for a cause.

    The cause comes last, which is the line that is read first.
    """
    lines = [*(result.describe() for result in failed), *([cause] if cause else [])]
    finish_run(connection, run_id, "held", "\n".join(lines))


def fail_run(connection: duckdb.DuckDBPyConnection, run_id: str, detail: str) -> None:
    """Close the run's row as failed, unless it says already how the run ended."""
    connection.execute(
        "update quality.runs set status = 'failed', finished_at = ?, detail = ?"
        " where run_id = ? and status = 'running'",
        [utc_now(), detail, run_id],
    )


def record_checks(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    checked_by: Literal["dbt", "great_expectations"],
    results: Iterable[CheckResult],
) -> None:
    """Write the results of a run's checks; a step that is tried again replaces its own."""
    rows = list(results)
    names = [row.check_name for row in rows]
    tables = [row.table_name for row in rows]
    connection.begin()
    connection.execute(
        "delete from quality.check_results where run_id = ?"
        " and (check_name, table_name) in (select (unnest(?), unnest(?)))",
        [run_id, names, tables],
    )
    connection.execute(
        "insert into quality.check_results"
        " select ?, ?, ?, unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)",
        [
            run_id,
            utc_now(),
            checked_by,
            names,
            tables,
            [row.severity for row in rows],
            [row.success for row in rows],
            [row.observed for row in rows],
            [row.expected for row in rows],
        ],
    )
    connection.commit()
