"""The warehouse's own book of what each build replaced, and of what each published file holds.

A build that computed only what changed names the contacts and the local days whose rows it may have
replaced, and the contacts that only grew older: too many do no harm, for a publication takes what
the warehouse has of them.
"""

from __future__ import annotations

from typing import Any

import duckdb

from orchestration.publication.columns import PublicTable
from orchestration.warehouse import sql_name

_TABLES = """
create schema if not exists publication;
create table if not exists publication.builds (build bigint, is_full boolean);
create table if not exists publication.contacts (build bigint, contact_key uuid);
create table if not exists publication.aged_contacts (build bigint, contact_key uuid);
create table if not exists publication.days (build bigint, date_on date);
create table if not exists publication.files (run_id varchar, build bigint);
"""


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the book where it is missing."""
    connection.execute(_TABLES)


def record_build(connection: duckdb.DuckDBPyConnection, *, is_full: bool) -> None:
    """Note what a build of dbt may have replaced, however the build ended."""
    create_tables(connection)
    connection.begin()
    build = _last_build(connection) + 1
    connection.execute("insert into publication.builds values (?, ?)", [build, is_full])
    if not is_full:
        for table, source in (("contacts", "int_scope"), ("aged_contacts", "int_aging")):
            connection.execute(
                f"insert into publication.{table}"
                f" select distinct ?, contact_key from intermediate.{source}",
                [build],
            )
        connection.execute(
            "insert into publication.days select ?, date_on from intermediate.int_touched_days",
            [build],
        )
    connection.commit()


def record_file(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Note that a run has published what there is, and forget what no published file lacks.

    Two files are in use: the published one, and the one before it.
    """
    connection.begin()
    connection.execute(
        "insert into publication.files values (?, ?)", [run_id, _last_build(connection)]
    )
    connection.execute(
        "delete from publication.files where build < (select min(build) from"
        " (select build from publication.files order by build desc limit 2))"
    )
    for table in ("builds", "contacts", "aged_contacts", "days"):
        connection.execute(
            f"delete from publication.{table}"
            " where build < (select min(build) from publication.files)"
        )
    connection.commit()


def build_of_file(connection: duckdb.DuckDBPyConnection, run_id: str) -> int | None:
    """Return up to which build the file that a run published holds all; None when it is unknown."""
    row = connection.execute(
        "select build from publication.files where run_id = ?", [run_id]
    ).fetchone()
    return row[0] if row else None


def last_file(connection: duckdb.DuckDBPyConnection) -> int | None:
    """Return up to which build the published file holds all; None when it is unknown."""
    row = connection.execute("select max(build) from publication.files").fetchone()
    return row[0] if row else None


def can_be_told(connection: duckdb.DuckDBPyConnection, since: int) -> bool:
    """Tell whether what changed since a build is known: not when a full one came after it."""
    return not connection.execute(
        "select build from publication.builds where build > ? and is_full", [since]
    ).fetchone()


def find_changes(connection: duckdb.DuckDBPyConnection, since: int) -> None:
    """Make the temporary tables of what changed since a build."""
    connection.execute(
        f"""
        create or replace temp table changed_contacts as
        select distinct contact_key from publication.contacts where build > {since};
        create or replace temp table aged_contacts as
        select distinct contact_key from publication.aged_contacts where build > {since};
        create or replace temp table changed_days as
        select distinct date_on from publication.days where build > {since};
        -- A period shows the one before it, so the next one changes too.
        create or replace temp table changed_periods as
        with firsts as (
            select
                date_on,
                cast(date_trunc('week', date_on) as date) as week_on,
                cast(date_trunc('month', date_on) as date) as month_on
            from publication.days
            where build > {since}
        )
        select 'day' as period_grain, unnest([date_on, date_on + 1]) as period_start from firsts
        union
        select 'week', unnest([week_on, week_on + 7]) from firsts
        union
        select 'month', unnest([month_on, cast(month_on + interval 1 month as date)]) from firsts
        """
    )


def changed_rows(table: PublicTable) -> str | None:
    """Return the condition for rows of a table that may have changed; None when all may have."""
    if table.replaced_by == "by_contact" and "contact_key" in table.columns:
        changed = "contact_key in (select contact_key from changed_contacts)"
        if not table.ages:
            return changed
        aged = "contact_key in (select contact_key from aged_contacts)"
        return f"({changed} or {aged} and {table.ages})"
    if table.replaced_by != "by_period":
        return None
    if "date_on" in table.columns:
        before, after = table.reach
        days = f"unnest(generate_series(-{before}, {after}))"
        rows = f"date_on in (select date_on + cast({days} as integer) from changed_days)"
    elif "period_start" in table.columns:
        # The period of everything has no beginning that a date could tell.
        rows = (
            "period_grain = 'all' or (period_grain, period_start) in"
            " (select (period_grain, period_start) from changed_periods)"
        )
    else:
        return None
    return f"({rows} or {table.always_replaced})" if table.always_replaced else f"({rows})"


def found_by_place(table: PublicTable, rows: str) -> str:
    """Return the condition for rows of a table as it is cheapest where all columns are read.

    Of a table in no order of contacts the engine reads all columns of every row that a semi join
    looks at. Rows that a build replaced lie together at the table's end, and are found by place.
    """
    if table.replaced_by != "by_contact":
        return rows
    return f"rowid in (select rowid from {table.full_name} where {rows})"


def rows_digest(connection: duckdb.DuckDBPyConnection, source: str) -> tuple[Any, ...]:
    """Return a digest of a query's rows, whatever their order."""
    columns = [column for column, *_ in connection.execute(f"describe {source}").fetchall()]
    names = ", ".join(sql_name(column) for column in columns)
    row = connection.execute(
        f"select count(*), sum(hash({names})), bit_xor(hash({names}, 1)) from ({source})"
    ).fetchone()
    return tuple(row or ())


def _last_build(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("select coalesce(max(build), 0) from publication.builds").fetchone()
    return int(row[0]) if row else 0
