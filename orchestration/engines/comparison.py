"""Compares the tables that another engine built with those of a DuckDB warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from orchestration.warehouse import sql_name

# Engines add doubles in orders of their own. Everything else is exact.
RELATIVE_TOLERANCE = 1e-9

_KINDS = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"), "whole number"),
    **dict.fromkeys(("VARCHAR", "UUID"), "text"),
}


@dataclass(frozen=True)
class Comparison:
    """What became of one table; `difference` is empty where both engines have the same rows."""

    table: str
    rows: int
    difference: str = ""


def compare(connection: duckdb.DuckDBPyConnection, table: str, theirs: str) -> Comparison:
    """Compare a table of the open warehouse with the other engine's, given as a relation."""
    own_columns = _columns(connection, table)
    their_columns = _columns(connection, theirs)
    (rows,) = connection.execute(f"select count(*) from {table}").fetchone() or (0,)
    if own_columns != their_columns:
        unlike = dict(set(own_columns.items()) ^ set(their_columns.items()))
        return Comparison(table, rows, f"other columns or types: {', '.join(sorted(unlike))}")
    (their_rows,) = connection.execute(f"select count(*) from {theirs}").fetchone() or (0,)
    if rows != their_rows:
        return Comparison(table, rows, f"{their_rows} rows")
    unequal = _unequal(connection, own_columns, table, theirs)
    found = [f"{column} in {count} rows" for column, count in unequal.items() if count]
    return Comparison(table, rows, f"differs: {', '.join(found)}" if found else "")


def _unequal(
    connection: duckdb.DuckDBPyConnection, columns: Mapping[str, str], own: str, theirs: str
) -> Mapping[str, int]:
    """Return for each column in how many rows it differs.

    Rows are paired by their places when both tables are sorted by what is exact, and then by the
    rest: what two rows share is compared with what the same two rows of the other table share.
    """
    exact = [sql_name(name) for name, kind in columns.items() if kind != "DOUBLE"]
    inexact = [sql_name(name) for name, kind in columns.items() if kind == "DOUBLE"]
    kept = ", ".join(_exact(name, kind) for name, kind in columns.items())
    order = ", ".join([*exact, *inexact])
    counts = [
        *(f"count(*) filter (where a.{name} is distinct from b.{name})" for name in exact),
        *(
            f"count(*) filter (where (a.{name} is null) <> (b.{name} is null) or abs(a.{name} - "
            f"b.{name}) > {RELATIVE_TOLERANCE} * greatest(abs(a.{name}), abs(b.{name})))"
            for name in inexact
        ),
    ]
    found = connection.execute(f"""
        with a as (select {kept}, row_number() over (order by {order}) as "n th" from {own}),
        b as (select {kept}, row_number() over (order by {order}) as "n th" from {theirs})
        select {", ".join(counts)} from a full join b on a."n th" = b."n th"
    """).fetchone()
    return dict(zip([*exact, *inexact], found or (), strict=True))


def _exact(name: str, kind: str) -> str:
    column = sql_name(name)
    if kind == "text":
        return f"cast({column} as varchar) as {column}"
    # Keys within it are texts on either side then.
    return f"cast({column} as {kind}) as {column}" if kind.startswith("STRUCT(") else column


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """Return the columns of a relation and their kinds, which engines call differently."""
    described = connection.execute(f"describe select * from {relation}").fetchall()
    return {
        str(name): "whole number"
        if str(kind).startswith("DECIMAL(") and str(kind).endswith(",0)")
        else _KINDS.get(str(kind), str(kind).replace("UUID", "VARCHAR"))
        for name, kind, *_ in described
    }
