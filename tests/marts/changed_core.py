"""Two states of one core, a day apart, and the days on which their facts differ.

The days are found here by comparing every row of every fact, not by looking for what was loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

Tables = dict[str, dict[str, str]]

# What grows with as_of while a contact is open enters marts only once the contact is resolved.
RUNNING = ("requester_wait", "agent_wait", "on_hold", "agent_work", "unassigned")
# These count by themselves, whatever contact they hang on.
BESIDE_CONTACTS = ("fct_leads", "fct_tasks", "fct_portal_sessions")
SETTLED_AFTER = timedelta(days=9)


def copy_core(source: Path, target: Path) -> None:
    """Replace the target's core by the source's, views by tables."""
    with duckdb.connect(str(source)) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach '{target}' as target")
        connection.execute("create schema if not exists target.core")
        for table in _tables(connection, "warehouse"):
            connection.execute(
                f"create or replace table target.core.{table} as select * from core.{table}"
            )


def forget_contacts(warehouse: Path, every: int) -> int:
    """Remove one in so many contacts from every fact, as an erasure does; return how many."""
    with _opened(warehouse) as connection:
        connection.execute(
            "create temp table forgotten as select contact_key from core.fct_contacts "
            f"qualify row_number() over (order by contact_key) % {every} = 0"
        )
        for table, columns in _tables(connection, "warehouse").items():
            if "contact_key" in columns:
                connection.execute(
                    f"delete from core.{table} where contact_key in (from forgotten)"
                )
        return int(connection.execute("select count(*) from forgotten").fetchall()[0][0])


def note_touched_days(
    before: Path, after: Path, target: Path, since: datetime, as_of: datetime, time_zone: str
) -> int:
    """Fill the target's int_touched_days with the local days on which the cores differ."""
    with _opened(target) as connection:
        connection.execute(f"attach '{before}' as before (read_only)")
        connection.execute(f"attach '{after}' as after (read_only)")
        connection.execute("create temp table changed (contact_key uuid)")
        connection.execute("create schema if not exists intermediate")
        connection.execute(
            "create or replace table intermediate.int_touched_days as "
            f"select cast(unnest(generate_series(date '{(since - SETTLED_AFTER).date()}', "
            f"date '{as_of.date()}', interval 1 day)) as date) as date_on"
        )
        facts = {
            table: columns
            for table, columns in _tables(connection, "after").items()
            if not table.startswith("dim_")
        }
        for table, columns in facts.items():
            if "contact_key" in columns:
                connection.execute(
                    "insert into changed select contact_key from "
                    f"({_differing(table, columns)}) where contact_key is not null"
                )
        for table, columns in facts.items():
            rows = []
            if "contact_key" in columns:
                rows += [
                    f"select * from {state}.core.{table} where contact_key in (from changed)"
                    for state in ("before", "after")
                ]
            if table in BESIDE_CONTACTS:
                rows.append(_differing(table, columns))
            instants = [name for name, kind in columns.items() if kind == "TIMESTAMP"]
            for found in rows:
                for instant in instants:
                    connection.execute(
                        "insert into intermediate.int_touched_days select cast(timezone("
                        f"'{time_zone}', timezone('UTC', {instant})) as date) from ({found}) "
                        f"where {instant} is not null"
                    )
        connection.execute(
            "create or replace table intermediate.int_touched_days as "
            "select distinct date_on from intermediate.int_touched_days"
        )
        return int(
            connection.execute("select count(distinct contact_key) from changed").fetchall()[0][0]
        )


def differing_marts(one: Path, other: Path) -> list[str]:
    """Return the marts and parts of marts that do not hold the same rows, bit for bit."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = 'other' and schema_name in ('marts', 'mart_parts') "
            # It says what is to be done, which is not the same.
            "and table_name <> 'mart_touched_periods' order by 1"
        ).fetchall()
        assert len(tables) > 40
        differing = []
        for (table,) in tables:
            found = connection.execute(
                f"(select * from one.{table} except all select * from other.{table}) union all "
                f"(select * from other.{table} except all select * from one.{table}) limit 1"
            ).fetchall()
            differing += [f"{table}: {row}" for row in found]
        return differing


def _differing(table: str, columns: dict[str, str]) -> str:
    """Return the SQL of a table's rows that are in one of the cores only."""
    compared = ", ".join(
        f"case when is_resolved then {name} end as {name}"
        if table == "fct_contacts" and name.startswith(RUNNING)
        else name
        for name in columns
    )
    one, other = (f"select {compared} from {state}.core.{table}" for state in ("before", "after"))
    return f"({one} except {other}) union all ({other} except {one})"


def _tables(connection: duckdb.DuckDBPyConnection, catalog: str) -> Tables:
    tables: Tables = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = ? and schema_name = 'core' order by column_index",
        [catalog],
    ).fetchall():
        tables.setdefault(table, {})[column] = kind
    return tables


@contextmanager
def _opened(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection
