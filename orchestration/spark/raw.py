"""Hands what a DuckDB warehouse has loaded to another engine, as Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from orchestration.warehouse import sql_name, sql_text

# What models read and dbt does not build from SQL: what the loader keeps, the seeds, and the
# sentiments of texts, which a Python model finds with libraries that the cluster need not have.
SOURCES = """
    select schema_name || '.' || table_name
    from duckdb_tables()
    where
        schema_name like 'raw\\_%' escape '\\' or schema_name = 'seeds'
        or (schema_name, table_name) in (
            ('intermediate', 'int_text_sentiments'), ('quality', 'connection_channels')
        )
    order by all
"""


def export(connection: duckdb.DuckDBPyConnection, folder: Path) -> Sequence[str]:
    """Write every source as <folder>/<schema>/<table>/0.parquet and return their names."""
    tables = [str(name) for (name,) in connection.execute(SOURCES).fetchall()]
    for name in tables:
        place = folder.joinpath(*name.split("."))
        place.mkdir(parents=True)
        connection.execute(
            f"copy (select {_columns(connection, name)} from {_quoted(name)}) "
            f"to '{sql_text(place / '0.parquet')}' (format parquet)"
        )
    return tables


def _columns(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Return the columns of a table, keys as their text: not every engine has uuids."""
    columns = connection.execute(f"describe {_quoted(name)}").fetchall()
    return ", ".join(
        f"cast({sql_name(column)} as varchar) as {sql_name(column)}"
        if kind == "UUID"
        else sql_name(column)
        for column, kind, *_ in columns
    )


def _quoted(name: str) -> str:
    return ".".join(sql_name(part) for part in name.split("."))
