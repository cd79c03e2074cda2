"""Rows that the source of a replica has deleted: flagged so, or no longer there.

A table with a column of its own for it says so in a new version of the row. Else the deletion goes
to the contract's table of deletions, which knows a row by its one id.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from orchestration.landing import sql
from orchestration.landing.contract import Contract, Table
from orchestration.landing.header import normalised
from orchestration.landing.ledger import Load
from orchestration.landing.replica_table import LINEAGE_NAMES, ReplicaTable

ACTIVE = "_fivetran_active"
DELETIONS = "deletions"


@dataclass(frozen=True)
class Deletions:
    """The deletions of one replicated table, after its rows were read and inserted."""

    database: duckdb.DuckDBPyConnection
    contract: Contract
    source: ReplicaTable
    load: Load

    def insert(self, deleted_column: str, after: int, full_compare: bool) -> tuple[int, int]:
        """Say what is deleted; return the rows added to the table, and to the deletions."""
        table = self.source.table
        if table.snapshot:
            return 0, 0
        for column, value in ((deleted_column, "true"), (ACTIVE, "false")):
            if column in table.column_names:
                versions = self._insert_versions(column, value, after) if full_compare else 0
                return versions, 0
        target = self.contract.tables.get(DELETIONS)
        if target is None or len(table.key) > 1:
            return 0, 0
        return 0, self._insert_deletions(target, full_compare)

    def _insert_versions(self, column: str, value: str, after: int) -> int:
        """Give each row that is no longer there a last, deleted version."""
        source = self.source
        table = source.table
        changes = {column: value}
        if source.sync_column:
            changes[normalised(source.sync_column)] = self._now()
        selected = ", ".join(changes.get(c.name, f"held.{sql.name(c.name)}") for c in table.columns)
        newest = [f"{sql.name(table.version)} desc nulls last"] if table.version else []
        order = ", ".join([*newest, "load_id desc", "source_file desc", "row_number desc"])
        return self._count(
            f"insert into {table.raw} ({LINEAGE_NAMES}, {', '.join(source.columns)}) "
            f"select {source.place(self.load)}, {after} + row_number() over (), {selected} from ("
            f"select * from {table.raw} where connection = $connection "
            f"qualify row_number() over (partition by {', '.join(source.key)} order by {order}) = 1"
            f") as held anti join {source.read_rows} as fresh "
            f"on {sql.same(source.key, 'held', 'fresh')} "
            f"where held.{sql.name(column)} is distinct from {value}",
            connection=source.connection,
        )

    def _insert_deletions(self, target: Table, full_compare: bool) -> int:
        """Enter the rows that are flagged, or no longer there, among the deletions."""
        source = self.source
        (key,) = source.key
        gone = (
            f'select {key} as id, max("synced at") as deleted_at from {source.read_rows} '
            f'where "is deleted" and "reason code" is null group by {key}'
        )
        if full_compare:
            gone += (
                f" union all select distinct held.{key}, null from {source.table.raw} as held "
                f"anti join {source.read_rows} as fresh on held.{key} = fresh.{key} "
                "where held.connection = $connection"
            )
        return self._count(
            f"insert into {target.raw} ({LINEAGE_NAMES}, table_name, id, deleted_at) "
            f"select {source.place(self.load)}, row_number() over (), $table, gone.id, "
            f"coalesce(gone.deleted_at, {self._now()}) "
            f"from ({gone}) as gone anti join {target.raw} as told on told.id = gone.id "
            "and told.connection = $connection and told.table_name = $table",
            connection=source.connection,
            table=source.table.name,
        )

    def _now(self) -> str:
        return f"timestamp '{self.load.started_at.replace(tzinfo=None)}'"

    def _count(self, statement: str, **parameters: str) -> int:
        return int(self.database.execute(statement, parameters).fetchall()[0][0])
