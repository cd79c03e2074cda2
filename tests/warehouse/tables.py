"""Compares what two warehouses hold, table by table."""

from __future__ import annotations

from typing import Any

import duckdb

from orchestration.config import Settings

# Not the tables that say what the last build computed.
COMPARED = (
    "schema_name in ('core', 'marts', 'mart_parts') and table_name <> 'mart_touched_periods'"
    " or schema_name = 'quality' and table_name in ('exclusions', 'merge_errors', 'orphans')"
)


def differing_tables(one: Settings, other: Settings) -> list[str]:
    """Return how many rows of which table are in one warehouse only."""
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one.warehouse}' as one (read_only)")
        connection.execute(f"attach '{other.warehouse}' as other (read_only)")
        names: list[Any] = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            f" where database_name = 'other' and ({COMPARED}) order by all"
        ).fetchall()
        assert len(names) > 20
        for (name,) in names:
            for left, right in (("one", "other"), ("other", "one")):
                rows = connection.execute(
                    f"select count(*) from (from {left}.{name} except all from {right}.{name})"
                ).fetchall()[0][0]
                if rows:
                    found.append(f"{name}: {rows} rows are in the {left} only")
    return found
