"""How the loader uses a DuckDB connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

# What the readers raise for content that they cannot take; anything else is our own mistake, or
# this machine's state.
FAULTS_OF_FILES = (
    duckdb.ConversionException,
    duckdb.InvalidInputException,
    duckdb.IOException,
    duckdb.NotImplementedException,
    duckdb.SerializationException,
)


def is_fault_of_file(error: duckdb.Error) -> bool:
    """Whether an error while reading comes from the file that is read."""
    # What parquet pages hold in a wrong form is reported as a bare Error.
    is_fault = isinstance(error, FAULTS_OF_FILES) or type(error) is duckdb.Error
    return is_fault and "No space left" not in str(error)


@contextmanager
def transaction(database: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit in the end, or roll back when anything is raised."""
    database.execute("begin transaction")
    try:
        yield
        database.execute("commit")
    except BaseException:
        database.execute("rollback")
        raise


@contextmanager
def loader_settings(database: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Read instants as UTC, and rows in any order where it does not matter."""
    rows = database.execute(
        "select current_setting('TimeZone'), current_setting('preserve_insertion_order')"
    ).fetchall()
    time_zone, keep_order = rows[0]
    database.execute("set TimeZone = 'UTC'; set preserve_insertion_order = false")
    try:
        yield
    finally:
        database.execute(f"set TimeZone = '{time_zone}'")
        database.execute(f"set preserve_insertion_order = {str(keep_order).lower()}")


@contextmanager
def in_order(database: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Keep the order in which files have their rows."""
    database.execute("set preserve_insertion_order = true")
    try:
        yield
    finally:
        database.execute("set preserve_insertion_order = false")
