"""Inserts parquet batches straight into raw, at the speed of DuckDB's own reader.

Typed files need no copy of the rows: what is wrong with a row, and its number, can be had from the
file again. The rejected rows are looked for in a second reading only when there are any.
"""

from __future__ import annotations

import duckdb

from orchestration.landing import sql
from orchestration.landing.batches import Batch, parquet_reader
from orchestration.landing.books import REJECTED
from orchestration.landing.contract import LINEAGE, Column


def insert(
    database: duckdb.DuckDBPyConnection, batch: Batch, time_zone: str, name: str, load_id: int
) -> None:
    """Put the good rows of a parquet batch into raw and the bad ones beside them."""
    table = batch.table
    projection = batch.projection(time_zone)
    rows = projection.checked(
        parquet_reader(batch.paths), "file_index, file_row_number + 1 as row_number"
    )
    columns = ", ".join(sql.name(column.name) for column in table.columns)
    names = sql.strings(new.file.source_file for new in batch.files)
    source_file = f"([{names}])[file_index::bigint + 1]"
    inserted = database.execute(
        f"insert into {table.raw} ({', '.join(LINEAGE)}, {columns}) "
        f"select {sql.string(name)}, {load_id}, {source_file}, row_number, {columns} "
        f'from ({rows}) where "broken rule" is null'
    ).fetchone()
    if inserted != (sum(rows_read(database, batch).values()),):
        database.execute(
            f"insert into {REJECTED} "
            f"select {sql.string(name)}, {sql.string(table.name)}, {source_file}, row_number, "
            f"{projection.reason_code}, {projection.reason}, {projection.raw_row}, {load_id} "
            f'from ({rows}) where "broken rule" is not null'
        )


def rows_read(database: duckdb.DuckDBPyConnection, batch: Batch) -> dict[str, int]:
    """Return the number of rows in each file by its source_file, from the files' footers."""
    counted = dict(
        database.execute(
            f"select file_name, num_rows from parquet_file_metadata({batch.paths})"
        ).fetchall()
    )
    return {new.file.source_file: int(counted[new.file.path]) for new in batch.files}


def rows_loaded(
    database: duckdb.DuckDBPyConnection, batch: Batch, name: str, load_id: int
) -> dict[str, int]:
    """Return the number of rows of each source_file that this load has put into raw."""
    return dict(
        database.execute(
            f"select source_file, count(*) from {batch.table.raw} "
            "where load_id = ? and connection = ? group by source_file",
            [load_id, name],
        ).fetchall()
    )


def unknown_words(
    database: duckdb.DuckDBPyConnection, batch: Batch, time_zone: str, column: Column
) -> list[tuple[str, int]]:
    """Return the words of a column that another stands for in raw, with their counts."""
    projection = batch.projection(time_zone)
    word = projection.unknown_word(column)
    rows = projection.checked(parquet_reader(batch.paths), "file_index")
    return database.execute(
        f"select word, count(*) from (select {word} as word from ({rows}) "
        'where "broken rule" is null) where word is not null group by word order by 2 desc, 1'
    ).fetchall()


def read_through(database: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Read every value that a load would; raise duckdb.Error where the files are damaged."""
    columns = ", ".join(sql.name(name) for _, name in batch.layout.columns)
    database.execute(
        f"select bit_xor(hash({columns})) from {parquet_reader(batch.paths)}"
    ).fetchall()
