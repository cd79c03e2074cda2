"""What models read and dbt does not build from SQL; another engine takes it from a warehouse."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from orchestration.warehouse import sql_name

# What the loader keeps, the seeds, and the sentiments of texts, which a Python model finds with
# libraries that the other engine need not have.
SOURCES = """
    select schema_name || '.' || table_name
    from duckdb_tables()
    where
        database_name = current_database()
        and (
            schema_name like 'raw\\_%' escape '\\' or schema_name = 'seeds'
            or (schema_name, table_name) in (
                ('intermediate', 'int_text_sentiments'), ('quality', 'connection_channels')
            )
        )
    order by all
"""


def source_tables(warehouse: duckdb.DuckDBPyConnection) -> Sequence[str]:
    """Return the names of all sources, <schema>.<table>."""
    return [str(name) for (name,) in warehouse.execute(SOURCES).fetchall()]


def quoted(name: str) -> str:
    """Return <schema>.<table> with both names quoted."""
    return ".".join(sql_name(part) for part in name.split("."))
