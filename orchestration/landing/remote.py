"""Lists and fetches files of an object store, through DuckDB.

Parquet files are read where they are. Text files are fetched first: what DuckDB passes over in them
(see fingerprint.py) can only be found in their bytes.
"""

from __future__ import annotations

import glob
from datetime import datetime
from pathlib import Path

import duckdb

from orchestration.landing.connections import FILE_NAME, without_user
from orchestration.landing.extensions import load_extension
from orchestration.landing.summary import LandingError

EXTENSIONS = {
    "s3": "httpfs",
    "s3a": "httpfs",
    "s3n": "httpfs",
    "gs": "httpfs",
    "gcs": "httpfs",
    "r2": "httpfs",
    "hf": "httpfs",
    "http": "httpfs",
    "https": "httpfs",
    "az": "azure",
    "azure": "azure",
    "abfss": "azure",
    "file": None,
}


def is_remote(location: str) -> bool:
    """Whether a location is a URL that DuckDB reads."""
    scheme, separator, _ = location.partition("://")
    return bool(separator) and scheme in EXTENSIONS


def list_remote(
    database: duckdb.DuckDBPyConnection, location: str
) -> list[tuple[str, int, datetime]]:
    """Return address, size and time of change of the files at a URL or matching its pattern."""
    shown = without_user(location)
    extension = EXTENSIONS[location.partition("://")[0]]
    if extension:
        load_extension(database, extension, f"`location: {shown}`")
    is_file_or_pattern = glob.has_magic(location) or Path(location).suffix
    pattern = location if is_file_or_pattern else location.rstrip("/") + "/**"
    try:
        return database.execute(
            "select filename, size, last_modified::timestamp from read_blob(?)", [pattern]
        ).fetchall()
    except duckdb.Error as error:
        said = without_user(str(error).split("\n")[0])[:300]
        raise LandingError(
            "connection_location",
            f"{FILE_NAME}: `location: {shown}` cannot be listed ({said}); correct it, or give "
            "DuckDB the credentials in a persistent secret",
        ) from error


def fetch(database: duckdb.DuckDBPyConnection, address: str, target: Path) -> None:
    """Copy a remote file."""
    try:
        rows = database.execute("select content from read_blob(?)", [address]).fetchall()
    except duckdb.Error as error:
        said = without_user(str(error).split("\n")[0])[:300]
        raise LandingError(
            "unreadable_file", f"cannot be fetched ({said}); deliver it in parts, or as parquet"
        ) from error
    target.write_bytes(rows[0][0])
