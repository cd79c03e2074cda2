"""What may be published: described tables and columns that are not marked private.

A model or column is private when its YAML says `config: {meta: {private: true}}`. A table or column
that no YAML describes is not published either, so that forgetting to mark one leaks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.warehouse import sql_name, sql_text

SCHEMAS = ("core", "marts", "quality")

# Tables that Python writes; of theirs, columns that stay in the warehouse, and texts that quote a
# value as it stood in a file: in a row that has slipped, that may be somebody's name.
BOOKS = ("check_results", "load_messages", "rejected_rows", "row_ledger", "runs")
PRIVATE_IN_BOOKS = {("rejected_rows", "raw_row")}
QUOTING_IN_BOOKS = {("rejected_rows", "reason"), ("load_messages", "message")}


@dataclass(frozen=True)
class PublicTable:
    """A table as it is published; descriptions by column, in the table's own order."""

    schema: str
    name: str
    description: str
    columns: Mapping[str, str]
    replaced_by: str | None = None
    """By what a build of changes replaces rows: by_contact or by_period; None for the whole."""
    reach: tuple[int, int] = (0, 0)
    """How many days before and after one that changed it replaces too."""
    always_replaced: str | None = None
    """SQL of the rows that it replaces whatever their day or period."""
    ages: str | None = None
    """SQL of the rows that change while nothing happens to their contact."""

    @property
    def full_name(self) -> str:
        """Return the name with its schema, for SQL."""
        return f"{self.schema}.{sql_name(self.name)}"

    def select(self) -> str:
        """Return the select list: from the first quotation mark to the last, quotations go."""
        return ", ".join(
            f"regexp_replace({sql_name(column)}, '''.*''', '…', 's') as {sql_name(column)}"
            if self.schema == "quality" and (self.name, column) in QUOTING_IN_BOOKS
            else sql_name(column)
            for column in self.columns
        )


def public_tables(
    connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]
) -> Iterator[PublicTable]:
    """Return the tables of the warehouse to publish, with the columns that may be seen."""
    described = {
        (node["schema"], node["alias"]): node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in SCHEMAS
    }
    for (schema, name), columns in _warehouse_columns(connection).items():
        if schema == "quality" and name in BOOKS:
            visible = {
                column: comment or ""
                for column, comment in columns.items()
                if (name, column) not in PRIVATE_IN_BOOKS
            }
            yield PublicTable(schema, name, _table_comment(connection, schema, name), visible)
        elif node := described.get((schema, name)):
            if is_private(node):
                continue
            visible = {
                column: node["columns"][column]["description"]
                for column in columns
                if column in node["columns"] and not is_private(node["columns"][column])
            }
            if visible:
                config = node.get("config", {})
                meta = config.get("meta", {})
                reach = meta.get("reach", {})
                yield PublicTable(
                    schema,
                    name,
                    node["description"],
                    visible,
                    config.get("incremental_strategy"),
                    (reach.get("before", 0), reach.get("after", 0)),
                    meta.get("always_replaced"),
                    meta.get("ages"),
                )


def describe(connection: duckdb.DuckDBPyConnection, tables: Iterable[PublicTable]) -> None:
    """Write the descriptions into the attached `building`, where BI tools look for them."""
    for table in tables:
        name = f"building.{table.full_name}"
        connection.execute(f"comment on table {name} is '{sql_text(table.description)}'")
        for column, description in table.columns.items():
            connection.execute(
                f"comment on column {name}.{sql_name(column)} is '{sql_text(description)}'"
            )


def is_private(properties: Mapping[str, Any]) -> bool:
    """Tell whether a model's or column's properties in the manifest mark it private."""
    config_meta = properties.get("config", {}).get("meta", {})
    return bool(config_meta.get("private") or properties.get("meta", {}).get("private"))


def _warehouse_columns(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str], dict[str, str | None]]:
    tables: dict[tuple[str, str], dict[str, str | None]] = {}
    for schema, table, column, comment in connection.execute(
        "select schema_name, table_name, column_name, comment from duckdb_columns()"
        " where database_name = current_database() and schema_name in ?"
        " order by schema_name, table_name, column_index",
        [list(SCHEMAS)],
    ).fetchall():
        tables.setdefault((schema, table), {})[column] = comment
    return tables


def _table_comment(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> str:
    row = connection.execute(
        "select comment from duckdb_tables()"
        " where database_name = current_database() and schema_name = ? and table_name = ?",
        [schema, name],
    ).fetchone()
    return (row and row[0]) or ""
