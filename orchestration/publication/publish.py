"""Makes the next serving database beside the published one and swaps it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publication import changes
from orchestration.publication.columns import SCHEMAS, PublicTable, describe, public_tables
from orchestration.publication.delta import attach_base, bring_up_to_date
from orchestration.publication.files import building_of, make_spare, remove, swap
from orchestration.runs import Status
from orchestration.warehouse import connect, sql_text

# The drivers of BI tools bundle older engines than ours; they read this one.
STORAGE_VERSION = "v1.4.0"


class PublicationError(RuntimeError):
    """The next serving database is not what it should be; the published one was left alone."""


def publish(
    warehouse: Path,
    serving: Path,
    manifest: Mapping[str, Any],
    *,
    run_id: str,
    status: Status,
    finished_at: datetime,
) -> dict[str, int]:
    """Publish the warehouse's public tables; return their row counts by name with schema.

    A reader that is connected keeps the file it opened; the next connection opens the new one.
    The published row of the run says how the run ended, which in the warehouse is written after.
    """
    serving.parent.mkdir(parents=True, exist_ok=True)
    building = building_of(serving)
    with connect(warehouse, leaves_log=True) as connection:
        changes.create_tables(connection)
        tables = list(public_tables(connection, manifest))
        has_base = attach_base(connection, run_id, serving, building, tables)
        counts = bring_up_to_date(connection, tables) if has_base else None
        if counts is None:
            has_base = False
            _attach_empty(connection, building)
            counts = _copy(connection, tables)
        connection.execute(
            "update building.quality.runs set status = ?, finished_at = ? where run_id = ?",
            [status, finished_at, run_id],
        )
        # Everything into the one file that is renamed.
        connection.execute("checkpoint building")
        connection.execute("detach building")
    _check(building, counts)
    swap(building, serving, keep=has_base)
    with connect(warehouse, leaves_log=True) as connection:
        changes.record_file(connection, run_id)
    if not has_base:
        make_spare(serving)
    return counts


def _attach_empty(connection: duckdb.DuckDBPyConnection, building: Path) -> None:
    connection.execute("detach database if exists building")
    remove(building)
    connection.execute(
        f"attach '{sql_text(building)}' as building (storage_version '{STORAGE_VERSION}')"
    )


def _copy(connection: duckdb.DuckDBPyConnection, tables: Sequence[PublicTable]) -> dict[str, int]:
    """Write all tables; in one transaction, which waits for the disk once."""
    connection.begin()
    for schema in SCHEMAS:
        connection.execute(f"create schema building.{schema}")
    counts: dict[str, int] = {}
    for table in tables:
        row = connection.execute(
            f"create table building.{table.full_name} as"
            f" select {table.select()} from {table.full_name}"
        ).fetchone()
        counts[f"{table.schema}.{table.name}"] = row[0] if row else 0
    describe(connection, tables)
    connection.commit()
    return counts


def _check(building: Path, counts: Mapping[str, int]) -> None:
    """Open the file as a reader would and compare the row counts."""
    with duckdb.connect(str(building), read_only=True) as connection:
        for name, expected in counts.items():
            row = connection.execute(f"select count(*) from {name}").fetchone()
            if row is None or row[0] != expected:
                raise PublicationError(
                    f"{building} has {row and row[0]} rows in {name} where {expected} were written:"
                    " look at the disk and run again"
                )
