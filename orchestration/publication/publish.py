"""Builds the next serving database beside the published one and swaps it in."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publication.columns import SCHEMAS, PublicTable, public_tables
from orchestration.runs import Status
from orchestration.warehouse import connect, sql_name, sql_text

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
    building = serving.with_name(serving.name + ".building")
    _remove(building)
    with connect(warehouse) as connection:
        connection.execute(
            f"attach '{sql_text(building)}' as building (storage_version '{STORAGE_VERSION}')"
        )
        tables = list(public_tables(connection, manifest))
        # One transaction waits for the disk once, and writes every table once.
        connection.begin()
        counts = _copy(connection, tables)
        _describe(connection, tables)
        connection.execute(
            "update building.quality.runs set status = ?, finished_at = ? where run_id = ?",
            [status, finished_at, run_id],
        )
        connection.commit()
        # Everything into the one file that is renamed.
        connection.execute("checkpoint building")
        connection.execute("detach building")
    _check(building, counts)
    _swap(building, serving)
    return counts


def _copy(connection: duckdb.DuckDBPyConnection, tables: Sequence[PublicTable]) -> dict[str, int]:
    for schema in SCHEMAS:
        connection.execute(f"create schema building.{schema}")
    counts: dict[str, int] = {}
    for table in tables:
        name = f"{table.schema}.{sql_name(table.name)}"
        row = connection.execute(
            f"create table building.{name} as select {table.select()} from {name}"
        ).fetchone()
        counts[f"{table.schema}.{table.name}"] = row[0] if row else 0
    return counts


def _describe(connection: duckdb.DuckDBPyConnection, tables: Sequence[PublicTable]) -> None:
    """Write the descriptions where BI tools look for them."""
    for table in tables:
        name = f"building.{table.schema}.{sql_name(table.name)}"
        connection.execute(f"comment on table {name} is '{sql_text(table.description)}'")
        for column, description in table.columns.items():
            connection.execute(
                f"comment on column {name}.{sql_name(column)} is '{sql_text(description)}'"
            )


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


def _swap(building: Path, serving: Path) -> None:
    with building.open("rb+") as file:
        os.fsync(file.fileno())
    # A log that a crashed writer left would be replayed into the new file.
    _wal(serving).unlink(missing_ok=True)
    building.replace(serving)
    folder = os.open(serving.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _wal(path).unlink(missing_ok=True)


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")
