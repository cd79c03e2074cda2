"""Keeps a database file from growing: replaced rows leave gaps, and a rewrite closes them."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from orchestration.warehouse import connect, sql_name, sql_text

# Above this many times the size that its rows need, the warehouse is written anew. A full build
# leaves a file of 1.3 to 1.4 times what its rows need from the next night on, when intermediate
# tables hold that night's contacts only; the nights after it write into what has become free.
MOST_GROWTH = 1.6
# A small file grows by whole blocks, and writing it anew would gain nothing.
BYTES_TO_IGNORE = 16_000_000


class CompactionError(RuntimeError):
    """The rewritten file is not what the old one was, which was left alone."""


def is_full_of_gaps(
    connection: duckdb.DuckDBPyConnection, database: str, most_growth: float
) -> bool:
    """Tell whether an open database's file is more than so many times what its rows need.

    Free blocks count, and deleted rows that lie between others: the engine's estimate of a table's
    size includes them, and a count does not.
    """
    ((block_size, total_blocks, used_blocks),) = connection.execute(
        "select block_size, total_blocks, used_blocks from pragma_database_size()"
        " where database_name = ?",
        [database],
    ).fetchall()
    counts = _counts(connection, database)
    ((rows_and_gaps,),) = connection.execute(
        "select sum(estimated_size) from duckdb_tables() where database_name = ?", [database]
    ).fetchall()
    needed = used_blocks * (sum(counts.values()) / rows_and_gaps if rows_and_gaps else 1)
    size, size_without_gaps = total_blocks * block_size, needed * block_size
    return bool(size > most_growth * size_without_gaps + BYTES_TO_IGNORE)


def compact_if_due(path: Path) -> bool:
    """Rewrite a database file that is full of gaps; tell whether it was.

    The file is replaced in one step: whatever ends this half-way leaves the old one as it was.
    """
    compacted = path.with_name(path.name + ".compacted")
    compacted.unlink(missing_ok=True)
    with connect(path) as connection:
        database = _current(connection)
        if not is_full_of_gaps(connection, database, MOST_GROWTH):
            return False
        connection.execute(
            f"attach '{sql_text(compacted)}' as compacted (storage_version 'latest')"
        )
        connection.execute(f"copy from database {sql_name(database)} to compacted")
        connection.execute("checkpoint compacted")
        if _counts(connection, database) != _counts(connection, "compacted"):
            raise CompactionError(
                f"{compacted} has not the rows of {path}, which stays as it is: look at the disk"
            )
        connection.execute("detach compacted")
        # Closes with everything in the file, so that no log is left to be replayed into the next.
        connection.execute("checkpoint")
    with compacted.open("rb+") as file:
        os.fsync(file.fileno())
    compacted.replace(path)
    return True


def _current(connection: duckdb.DuckDBPyConnection) -> str:
    ((name,),) = connection.execute("select current_database()").fetchall()
    return str(name)


def _counts(connection: duckdb.DuckDBPyConnection, database: str) -> dict[tuple[str, str], int]:
    """Return how many rows each table has."""
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = ?", [database]
    ).fetchall()
    counts: dict[tuple[str, str], int] = {}
    for schema, table in tables:
        name = f"{sql_name(database)}.{sql_name(schema)}.{sql_name(table)}"
        ((counts[schema, table],),) = connection.execute(f"select count(*) from {name}").fetchall()
    return counts
