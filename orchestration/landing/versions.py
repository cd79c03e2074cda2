"""Which version of each raw row is read: settled when rows have arrived, and kept beside them.

Of several rows with one natural key the winner has the greatest version column (where the table has
one), then the later load, then the later file name, then the later row. A row that has lost keeps
the load in which it lost; it can never win again, since rows are only ever added.

A row that says what the winner so far says is no news: that one stays, and the row that came again
has lost in its own load. An export that is delivered anew every night so changes what it changes.
Of a snapshot table the newest load is read; one that says what the load so far says has lost whole.
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
                if added and table.snapshot:
                    _settle_snapshot(database, table, connection, load_id)
                elif added:
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


def _settle_snapshot(
    database: duckdb.DuckDBPyConnection, table: Table, connection: str, load_id: int
) -> None:
    columns = ", ".join(sql.name(column.name) for column in table.columns)
    rows = f"select {columns} from {table.raw} where connection = $connection and load_id ="
    fresh = f"{rows} $load_id"
    held = (
        f"{rows} (select max(load_id) from {table.raw} where connection = $connection "
        f"and load_id < $load_id and {SUPERSEDED} is null)"
    )
    database.execute(
        f"update {table.raw} set {SUPERSEDED} = $load_id "
        "where connection = $connection and load_id = $load_id and not exists ("
        f"({fresh} except all {held}) union all ({held} except all {fresh}))",
        {"connection": connection, "load_id": load_id},
    )


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
    sorted. Of earlier loads a key has one row that has not lost.
    """
    keys = [sql.name(column) for column in table.key]
    columns = [sql.name(column.name) for column in table.columns]
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
        f"ranked as (select held.rowid as place, load_id, {', '.join(keys)}, row_number() over "
        f"(partition by {', '.join(keys)} order by {order}) as rank "
        f"from {table.raw} as held semi join repeated on {sql.same(keys, 'held', 'repeated')} "
        f"where held.connection = $connection and {SUPERSEDED} is null), "
        "told_again as (select winner.place, held.rowid as kept from ranked as winner "
        f"join ranked as earlier on {sql.same(keys, 'winner', 'earlier')} "
        f"join {table.raw} as held on held.rowid = earlier.place "
        f"join {table.raw} as fresh on fresh.rowid = winner.place "
        "where $only_its_keys and winner.rank = 1 "
        "and winner.load_id >= $load_id and earlier.load_id < $load_id "
        f"and {sql.same(columns, 'held', 'fresh')}) "
        "select place from ranked where rank > 1 and place not in (select kept from told_again) "
        "union all select place from told_again)",
        {"connection": connection, "load_id": load_id, "only_its_keys": only_its_keys},
    )
