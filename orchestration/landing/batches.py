"""Groups new files by table and layout, so that one statement reads many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from orchestration.landing import sql
from orchestration.landing.connections import Connection
from orchestration.landing.contract import Table
from orchestration.landing.discovery import LandingFile
from orchestration.landing.fingerprint import cannot_open
from orchestration.landing.header import Layout, csv_layout, jsonl_layout, match_columns, normalised
from orchestration.landing.ledger import Fingerprint
from orchestration.landing.summary import LandingError
from orchestration.landing.validation import Projection


@dataclass(frozen=True)
class NewFile:
    """A file to load and what its content is known by."""

    file: LandingFile
    fingerprint: Fingerprint


@dataclass(frozen=True)
class Batch:
    """Files of one table and layout, in the order of their names."""

    table: Table
    format: str
    layout: Layout
    files: tuple[NewFile, ...]

    @property
    def paths(self) -> str:
        """The files as a list for DuckDB's readers; file_index counts along it."""
        return f"[{sql.strings(new.file.duckdb_path for new in self.files)}]"

    def only(self, keep: Callable[[NewFile], bool]) -> Batch:
        """Return the batch with some of its files."""
        kept = tuple(new for new in self.files if keep(new))
        return Batch(self.table, self.format, self.layout, kept)

    def projection(self, time_zone: str) -> Projection:
        """Return what types and checks the rows of these files."""
        types = dict(self.layout.types)
        return Projection(
            table=self.table,
            found_in=dict(self.layout.columns),
            types={name: types.get(name, "VARCHAR") for name, _ in self.layout.columns},
            time_zone=time_zone,
            format=self.format,
        )


@dataclass
class Inspection:
    """What came of looking at the files' columns."""

    batches: list[Batch]
    empty: list[NewFile]
    refused: list[tuple[NewFile, LandingError]]


def make_batches(
    database: duckdb.DuckDBPyConnection, connection: Connection, files: list[NewFile]
) -> Inspection:
    """Look at every file's columns and put files of equal layout together."""
    inspection = Inspection([], [], [])
    groups: dict[tuple[str, str, Layout], list[NewFile]] = {}
    for new in files:
        table = connection.contract.tables[new.file.table]
        try:
            layout = _layout(database, table, new.file)
        except LandingError as error:
            inspection.refused.append((new, error))
            continue
        except OSError as error:
            inspection.refused.append((new, cannot_open(error)))
            continue
        if layout is None:
            inspection.empty.append(new)
        else:
            groups.setdefault((table.name, new.file.format, layout), []).append(new)
    inspection.batches = [
        Batch(connection.contract.tables[table], format_, layout, tuple(members))
        for (table, format_, layout), members in groups.items()
    ]
    return inspection


def _layout(database: duckdb.DuckDBPyConnection, table: Table, file: LandingFile) -> Layout | None:
    if file.format == "csv":
        return csv_layout(table, file)
    if file.format == "jsonl":
        return jsonl_layout(table, file)
    return _parquet_layout(database, table, file)


def _parquet_layout(
    database: duckdb.DuckDBPyConnection, table: Table, file: LandingFile
) -> Layout | None:
    if file.size == 0:
        return None
    try:
        described = database.execute(
            f"describe select * from {parquet_reader(f'[{sql.string(file.duckdb_path)}]')}"
        ).fetchall()
    except duckdb.Error as error:
        raise unreadable(error) from error
    layout = match_columns(table, [row[0] for row in described])
    types = tuple(
        (normalised(row[0]), row[1])
        for row in described
        if normalised(row[0]) in table.column_names
    )
    return Layout(layout.columns, layout.extra, types=types)


def parquet_reader(paths: str) -> str:
    """Return a table function that reads parquet files."""
    return f"read_parquet({paths}, binary_as_string=true, hive_partitioning=false)"


def unreadable(error: duckdb.Error) -> LandingError:
    """Return what a file's reader said, shortened to what helps."""
    said = " ".join(str(error).split("\n")[0].split())[:300]
    return LandingError(
        "unreadable_file", f"cannot be read ({said}); write the file again at the source"
    )
