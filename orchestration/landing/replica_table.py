"""One replicated table: what is new in it, and its way into raw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import duckdb

from orchestration.landing import sql
from orchestration.landing.books import REJECTED
from orchestration.landing.contract import LINEAGE, Table
from orchestration.landing.ledger import Load
from orchestration.landing.postgres import ATTACHED
from orchestration.landing.validation import Projection

LINEAGE_NAMES = ", ".join(LINEAGE)


@dataclass(frozen=True)
class ReplicaTable:
    """A table of the replica and what it is in the contract.

    `synced_at` and `is_deleted` are SQL over the replica's own columns; without a `sync_column`,
    the table is read as a whole each time.
    """

    connection: str
    table: Table
    projection: Projection
    schema: str
    sync_column: str | None
    synced_at: str
    is_deleted: str

    @cached_property
    def source(self) -> str:
        """What the ledger calls the table."""
        return f"{self.schema}.{self.table.name}"

    @cached_property
    def relation(self) -> str:
        """The quoted name of the table."""
        return f"{ATTACHED}.{sql.name(self.schema)}.{sql.name(self.table.name)}"

    @cached_property
    def read_rows(self) -> str:
        """The temporary table of the rows that were read."""
        return sql.name(f"landing read {self.table.name}")

    @cached_property
    def new_rows(self) -> str:
        """The temporary table of the rows among them that raw does not have."""
        return sql.name(f"landing new {self.table.name}")

    @cached_property
    def key(self) -> list[str]:
        """The quoted columns of the natural key."""
        return [sql.name(name) for name in self.table.key]

    @cached_property
    def columns(self) -> list[str]:
        """The quoted columns of the contract."""
        return [sql.name(column.name) for column in self.table.columns]

    def place(self, load: Load) -> str:
        """Return SQL for the first three columns of lineage."""
        return f"{sql.string(self.connection)}, {load.load_id}, {sql.string(self.source)}"

    def read(self, database: duckdb.DuckDBPyConnection, since: datetime | None) -> None:
        """Read the rows written since an instant, or all of them, and set the new ones apart."""
        self.drop(database)
        checked = self.projection.checked(self._written_since(since), '"synced at", "is deleted"')
        database.execute(
            f'create temp table {self.read_rows} as select "synced at", "is deleted", '
            f"{self.projection.outcome()} from ({checked})"
        )
        if self.table.snapshot:
            self._take_snapshot(database)
        else:
            self._set_new_apart(database)

    def drop(self, database: duckdb.DuckDBPyConnection) -> None:
        """Drop the temporary tables."""
        database.execute(f"drop table if exists {self.read_rows}")
        database.execute(f"drop table if exists {self.new_rows}")

    def synced_until(self, database: duckdb.DuckDBPyConnection) -> datetime | None:
        """Return when the newest of the rows that were read was written."""
        rows = database.execute(f'select max("synced at") from {self.read_rows}').fetchall()
        found: datetime | None = rows[0][0]
        return found

    def insert(self, database: duckdb.DuckDBPyConnection, load: Load) -> tuple[int, int]:
        """Put the new rows into raw or among the rejected; return how many they are and loaded."""
        columns = ", ".join(self.columns)
        database.execute(
            f"insert into {self.table.raw} ({LINEAGE_NAMES}, {columns}) "
            f"select {self.place(load)}, rowid + 1, {columns} from {self.new_rows} "
            'where "reason code" is null'
        )
        database.execute(
            f"insert into {REJECTED} select {sql.string(self.connection)}, "
            f"{sql.string(self.table.name)}, {sql.string(self.source)}, rowid + 1, "
            f'"reason code", "reason", "raw row", {load.load_id} from {self.new_rows} '
            'where "reason code" is not null'
        )
        rows = database.execute(
            f'select count(*), count(*) - count("reason code") from {self.new_rows}'
        ).fetchall()
        return int(rows[0][0]), int(rows[0][1])

    def _written_since(self, since: datetime | None) -> str:
        rows = (
            f'(select *, {self.synced_at} as "synced at", {self.is_deleted} as "is deleted" from '
        )
        if since is None or self.sync_column is None:
            return f"{rows} {self.relation})"
        column = sql.name(self.sync_column)
        # DuckDB would fetch the whole table to find the rows without a stamp.
        place = f"{sql.name(self.schema)}.{sql.name(self.table.name)}"
        unstamped = sql.string(f"select * from {place} where {column} is null")
        return (
            f"({rows} {self.relation} where {column} >= timestamp '{since}') "
            f"union all {rows} postgres_query({sql.string(ATTACHED)}, {unstamped})))"
        )

    def _set_new_apart(self, database: duckdb.DuckDBPyConnection) -> None:
        """Keep the rows that differ from the newest row of their key, and version, in raw."""
        version = [sql.name(self.table.version)] if self.table.version else []
        identity = [*self.key, *(name for name in version if name not in self.key)]
        database.execute(
            f"create temp table {self.new_rows} as with held as ("
            f"select {', '.join(f'held.{name}' for name in identity)}, "
            f"arg_max({self._struct('held')}, (held.load_id, held.row_number)) as newest "
            f"from {self.table.raw} as held semi join {self.read_rows} as fresh "
            f"on {sql.same(identity, 'held', 'fresh')} where held.connection = $connection "
            f"group by {', '.join(f'held.{name}' for name in identity)}) "
            f"select fresh.* from {self.read_rows} as fresh left join held "
            f'on {sql.same(identity, "held", "fresh")} where fresh."reason code" is null '
            f"and held.newest is distinct from {self._struct('fresh')} "
            f"union all {self._newly_rejected()}",
            {"connection": self.connection, "table": self.table.name, "source": self.source},
        )

    def _take_snapshot(self, database: duckdb.DuckDBPyConnection) -> None:
        """Keep all rows when any differs from the newest load, which they then replace."""
        columns = ", ".join(self.columns)
        good = f'select {columns} from {self.read_rows} where "reason code" is null '
        good += 'and not "is deleted"'
        held = f"select {columns} from {self.table.raw} where connection = $connection "
        held += f"and load_id = (select max(load_id) from {self.table.raw} "
        held += "where connection = $connection)"
        database.execute(
            f"create temp table {self.new_rows} as with changed as ("
            f"(({good}) except all ({held})) union all (({held}) except all ({good}))) "
            f'select fresh.* from {self.read_rows} as fresh where "reason code" is null '
            'and not "is deleted" and exists (select 1 from changed) '
            f"union all {self._newly_rejected()}",
            {"connection": self.connection, "table": self.table.name, "source": self.source},
        )

    def _newly_rejected(self) -> str:
        return (
            f"select fresh.* from {self.read_rows} as fresh "
            'anti join quality.rejected_rows as told on told.raw_row = fresh."raw row" '
            "and told.connection = $connection "
            "and told.table_name = $table and told.source_file = $source "
            'where fresh."reason code" is not null'
        )

    def _struct(self, relation: str) -> str:
        return "{" + ", ".join(f"{name}: {relation}.{name}" for name in self.columns) + "}"
