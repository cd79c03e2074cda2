"""Which version of each raw row is read: settled when rows have arrived, and kept beside them.

Of several rows with one natural key the winner has the greatest version column (where the table has
one), then the later load, then the later file name, then the later row. A row that has lost keeps
the load in which it lost; it can never win again, since rows are only ever added.
"""

from __future__ import annotations

import duckdb

from orchestration.landing import sql
from orchestration.landing.contract import SUPERSEDED, Table, read_contracts
from orchestration.landing.session import transaction


def settle_new_loads(database: duckdb.DuckDBPyConnection) -> None:
    """Settle the versions of every key that a load has brought rows of, for loads not yet settled.

    In transactions after the loads' own: updating rows that are not committed takes several times
    as long. What a crash leaves in between is settled here by the next load, before anything reads.
    """
    contracts = read_contracts()
    pending = database.execute(
        "select distinct connection, source_type, load_id from quality.row_ledger "
        "anti join quality.settled_loads using (connection, load_id) order by load_id, connection"
    ).fetchall()
    for connection, source_type, load_id in pending:
        with transaction(database):
            for table in contracts[source_type].tables.values():
                added, oldest = database.execute(
                    "select count(*) filter (load_id = $load_id), min(load_id) "
                    f"from {table.raw} where connection = $connection",
                    {"connection": connection, "load_id": load_id},
                ).fetchall()[0]
                if added and not table.snapshot:
                    _settle(database, table, connection, load_id, only_its_keys=oldest < load_id)
            database.execute(
                "insert into quality.settled_loads values (?, ?)", [connection, load_id]
            )


def settle_all(database: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Settle the versions of all rows of a table, after keys have changed, say."""
    if table.snapshot:
        return
    newest = database.execute(
        f"select connection, max(load_id) from {table.raw} group by connection"
    ).fetchall()
    for connection, load_id in newest:
        _settle(database, table, connection, load_id, only_its_keys=False)


def _settle(
    database: duckdb.DuckDBPyConnection,
    table: Table,
    connection: str,
    load_id: int,
    *,
    only_its_keys: bool,
) -> None:
    """Mark the rows of a connection that lose to another of their key as superseded by a load.

    Nearly all keys have one version, so the others are looked for by key alone, and only those are
    sorted.
    """
    keys = [sql.name(column) for column in table.key]
    newest = [f"{sql.name(table.version)} desc nulls last"] if table.version else []
    order = ", ".join([*newest, "load_id desc", "source_file desc", "row_number desc"])
    rows = f"(select * from {table.raw} where connection = $connection)"
    looked_at = f"{rows} as held"
    if only_its_keys:
        fresh = f"(select {', '.join(keys)} from {rows} where load_id = $load_id)"
        looked_at += f" semi join {fresh} as fresh on {sql.same(keys, 'held', 'fresh')}"
    database.execute(
        f"update {table.raw} set {SUPERSEDED} = $load_id "
        f"where {SUPERSEDED} is null and rowid in ("
        f"with repeated as (select {', '.join(f'held.{key}' for key in keys)} from {looked_at} "
        "group by all having count(*) > 1), "
        "ranked as (select held.rowid as place, row_number() over "
        f"(partition by {', '.join(f'held.{key}' for key in keys)} order by {order}) as rank "
        f"from {table.raw} as held semi join repeated on {sql.same(keys, 'held', 'repeated')} "
        "where held.connection = $connection) "
        "select place from ranked where rank > 1)",
        {"connection": connection, "load_id": load_id},
    )
