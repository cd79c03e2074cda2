"""The raw tables: one for each table of each contract, there before anything is loaded."""

from __future__ import annotations

import duckdb

from orchestration.landing.contract import LINEAGE, SUPERSEDED, Table, read_contracts
from orchestration.landing.versions import settle_all


def create_raw_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every raw table that is missing, and add the columns that its contract has gained."""
    existing = _existing_columns(connection)
    for contract in read_contracts().values():
        connection.execute(f'create schema if not exists "{contract.schema}"')
        for table in contract.tables.values():
            have = existing.get((table.schema, table.name))
            if have is None:
                columns = ", ".join(f'"{name}" {type_}' for name, type_ in raw_columns(table))
                connection.execute(f"create table {table.raw} ({columns})")
                continue
            for name, type_ in raw_columns(table):
                if name not in have:
                    connection.execute(f'alter table {table.raw} add column "{name}" {type_}')
                    if name == SUPERSEDED:
                        settle_all(connection, table)


def raw_columns(table: Table) -> list[tuple[str, str]]:
    """Return the names and types of a raw table's columns, in order."""
    return [
        *LINEAGE.items(),
        (SUPERSEDED, "bigint"),
        *((column.name, column.sql_type) for column in table.columns),
    ]


def _existing_columns(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str], set[str]]:
    rows = connection.execute(
        "select schema_name, table_name, list(column_name) from duckdb_columns() "
        "where database_name = current_database() and schema_name like 'raw\\_%' escape '\\' "
        "group by all"
    ).fetchall()
    return {(schema, table): set(columns) for schema, table, columns in rows}
