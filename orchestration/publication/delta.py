"""Brings an earlier published file up to date by what changed since, instead of writing it anew."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from orchestration.compaction import is_full_of_gaps
from orchestration.publication import changes
from orchestration.publication.columns import PublicTable, describe
from orchestration.publication.files import remove, spare_of
from orchestration.warehouse import sql_text

# Above this many times the size that its rows need, a file is written anew.
MOST_GROWTH = 1.25


def attach_base(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    serving: Path,
    building: Path,
    tables: Sequence[PublicTable],
) -> bool:
    """Attach as `building` a file that this run can bring up to date; tell whether there is one.

    It is the file that was published before the present one, which nobody opens any more, or a copy
    of the present one where that file is missing or a reader has kept it open.
    """
    # With the log of a run that crashed, which would be replayed into the next file.
    remove(building)
    last = changes.last_file(connection)
    if last is None or not changes.can_be_told(connection, last):
        return False
    spare = spare_of(serving)
    if spare.exists():
        spare.replace(building)
        if _attach(connection, run_id, building, tables):
            return True
    remove(building)
    if serving.exists():
        shutil.copyfile(serving, building)
        if _attach(connection, run_id, building, tables):
            return True
    remove(building)
    return False


def _attach(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    building: Path,
    tables: Sequence[PublicTable],
) -> bool:
    try:
        connection.execute(f"attach '{sql_text(building)}' as building")
    except duckdb.Error:
        # A reader has it open, or it is damaged.
        return False
    base = _build_in(connection, run_id)
    if (
        base is not None
        and _has_the_same_columns(connection, tables)
        and changes.can_be_told(connection, base)
        and not is_full_of_gaps(connection, "building", MOST_GROWTH)
    ):
        changes.find_changes(connection, base)
        return True
    connection.execute("detach building")
    return False


def _build_in(connection: duckdb.DuckDBPyConnection, run_id: str) -> int | None:
    """Return up to which build the attached file holds all, if this run's code made it."""
    try:
        made_by = connection.execute(
            "select made.run_id from building.quality.runs as made"
            " where made.code_version = (select code_version from quality.runs where run_id = ?)"
            " and made.finished_at = (select max(finished_at) from building.quality.runs)",
            [run_id],
        ).fetchone()
    except duckdb.CatalogException:
        return None
    return changes.build_of_file(connection, made_by[0]) if made_by else None


def _has_the_same_columns(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[PublicTable]
) -> bool:
    found = connection.execute(
        "select schema_name, table_name, list(column_name order by column_index)"
        " from duckdb_columns() where database_name = 'building' group by all"
    ).fetchall()
    there = {(schema, table): columns for schema, table, columns in found}
    return there == {(table.schema, table.name): list(table.columns) for table in tables}


def bring_up_to_date(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[PublicTable],
) -> dict[str, int] | None:
    """Replace in `building` what changed; return the row counts.

    None when a table then has not as many rows as in the warehouse: its changes were not all known.
    """
    replaced = [table for table in tables if _is_replaced(connection, table)]
    # Gone before the new ones are written, into the space that they leave.
    for table in replaced:
        connection.execute(f"drop table building.{table.full_name}")
    connection.execute("checkpoint building")
    # One transaction waits for the disk once, and writes every table once.
    connection.begin()
    for table in replaced:
        connection.execute(
            f"create table building.{table.full_name} as"
            f" select {table.select()} from {table.full_name}"
        )
    describe(connection, replaced)
    counts: dict[str, int] = {}
    for table in tables:
        name = table.full_name
        rows = changes.changed_rows(table)
        if rows:
            connection.execute(f"delete from building.{name} where {rows}")
            connection.execute(
                f"insert into building.{name} select {table.select()} from {name}"
                f" where {changes.found_by_place(table, rows)}"
            )
        count = _count(connection, f"building.{name}")
        if count != _count(connection, name):
            connection.rollback()
            return None
        counts[f"{table.schema}.{table.name}"] = count
    connection.commit()
    return counts


def _is_replaced(connection: duckdb.DuckDBPyConnection, table: PublicTable) -> bool:
    """Tell whether a table is written as a whole: which rows changed is not known, but some did."""
    if changes.changed_rows(table):
        return False
    wanted = f"select {table.select()} from {table.full_name}"
    there = f"from building.{table.full_name}"
    return changes.rows_digest(connection, wanted) != changes.rows_digest(connection, there)


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    row = connection.execute(f"select count(*) from {name}").fetchone()
    return int(row[0]) if row else 0
