"""Loads the tables that an EL tool keeps in PostgreSQL.

A table is read from where the last load ended, by the tool's own column of when it wrote a row, and
from a little before, because rows become visible later than they are stamped. Only rows that differ
from what raw has are new, and only they are counted. As with files, reading comes before the
transaction.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

from orchestration.landing import ledger, notices, sql, staging
from orchestration.landing.connections import FILE_NAME, Connection
from orchestration.landing.contract import Table
from orchestration.landing.deletions import DELETIONS, Deletions
from orchestration.landing.header import match_columns
from orchestration.landing.ledger import LedgerEntry, Load
from orchestration.landing.postgres import Replica, replica
from orchestration.landing.replica_table import ReplicaTable
from orchestration.landing.session import transaction
from orchestration.landing.summary import ConnectionResult, LandingError, LoadedFile, Message
from orchestration.landing.validation import Projection

# What Fivetran's connectors add to every table.
SYNC_COLUMN = "_fivetran_synced"
DELETED_COLUMN = "_fivetran_deleted"
OVERLAP = "1 hour"


class ReplicaLoad:
    """The load of one connection whose tables are in PostgreSQL."""

    def __init__(
        self,
        database: duckdb.DuckDBPyConnection,
        connection: Connection,
        load: Load,
        *,
        full_compare: bool,
    ) -> None:
        self.database = database
        self.connection = connection
        self.load = load
        self.full_compare = full_compare or bool(connection.setting("full_compare"))
        self.sync_column = str(connection.setting("sync_column") or SYNC_COLUMN)
        self.deleted_column = str(connection.setting("deleted_column") or DELETED_COLUMN)
        self.result = ConnectionResult(connection.name, connection.contract.type)
        self.tables: list[ReplicaTable] = []

    def run(self) -> ConnectionResult:
        """Load what is new; raise LandingError when the connection as a whole cannot be loaded."""
        with replica(self.database, self.connection) as source:
            self._find_tables(source)
            try:
                for table in self.tables:
                    table.read(self.database, self._since(table))
                with transaction(self.database):
                    self._book()
            finally:
                for table in self.tables:
                    table.drop(self.database)
        return self.result

    def _find_tables(self, source: Replica) -> None:
        contract = self.connection.contract
        present = [table for table in contract.tables.values() if table.name in source.tables]
        missing = [
            table.name
            for table in contract.tables.values()
            if table.mandatory and table not in present
        ]
        if missing:
            raise LandingError(
                "missing_table",
                f"the schema {source.schema} has no table {', '.join(missing)}; let the EL tool "
                f"replicate it, or correct `schema:` in {FILE_NAME}",
            )
        if self.connection.setting("sync_column") and not any(
            source.column(table.name, self.sync_column) for table in present
        ):
            raise LandingError(
                "connection_setting",
                f"no table of the schema {source.schema} has the `sync_column: {self.sync_column}` "
                f"of {FILE_NAME}; correct its name",
            )
        for table in present:
            try:
                self.tables.append(self._table(source, table))
            except LandingError as error:
                self.result.messages.append(
                    Message(
                        "error",
                        error.code,
                        self.connection.name,
                        error.text,
                        table.name,
                        f"{source.schema}.{table.name}",
                    )
                )

    def _table(self, source: Replica, table: Table) -> ReplicaTable:
        columns = source.tables[table.name]
        layout = match_columns(table, columns)
        found_in = dict(layout.columns)
        sync = source.column(table.name, self.sync_column)
        if sync and not columns[sync].startswith("TIMESTAMP"):
            raise LandingError(
                "connection_setting",
                f"its column {sync}, the `sync_column` of {FILE_NAME}, is no timestamp; name the "
                "column in which the EL tool writes when it wrote the row",
            )
        deleted = source.column(table.name, self.deleted_column)
        return ReplicaTable(
            connection=self.connection.name,
            table=table,
            projection=Projection(
                table=table,
                found_in=found_in,
                types={name: columns[spelled] for name, spelled in found_in.items()},
                time_zone=self.connection.time_zone,
                format="table",
            ),
            schema=source.schema,
            sync_column=sync,
            synced_at=f"{sql.name(sync)}::timestamp" if sync else "null::timestamp",
            is_deleted=_flag(deleted, columns),
        )

    def _since(self, table: ReplicaTable) -> datetime | None:
        """Return from when on to read; None for all of the table."""
        if self.full_compare or table.sync_column is None or table.table.snapshot:
            return None
        overlap = str(self.connection.setting("overlap") or OVERLAP)
        try:
            rows = self.database.execute(
                "select synced_until - ?::interval from quality.sync_state "
                "where connection = ? and table_name = ?",
                [overlap, self.connection.name, table.table.name],
            ).fetchall()
        except duckdb.ConversionException as error:
            raise LandingError(
                "connection_setting",
                f"{FILE_NAME}: `overlap: {overlap}` is no length of time; write `1 hour`, say",
            ) from error
        return rows[0][0] if rows else None

    def _book(self) -> None:
        entries: list[LedgerEntry] = []
        for table in self.tables:
            read, loaded = table.insert(self.database, self.load)
            deleted = Deletions(self.database, self.connection.contract, table, self.load)
            versions, told = deleted.insert(self.deleted_column, read, self.full_compare)
            if read + versions:
                entries.append(
                    LedgerEntry(
                        table.table.name, table.source, read + versions, loaded + versions, None
                    )
                )
            if told:
                entries.append(LedgerEntry(DELETIONS, table.source, told, told, None))
            self._remember(table)
        messages = self._notices(entries)
        self.result.messages += messages
        ledger.record_files(
            self.database,
            self.load,
            self.connection.name,
            self.connection.contract.type,
            entries,
        )
        ledger.record_messages(self.database, self.load, self.result.messages)
        self.result.files = [
            LoadedFile(e.table, e.source_file, e.rows_read, e.rows_loaded, e.rows_rejected)
            for e in entries
        ]

    def _notices(self, entries: list[LedgerEntry]) -> list[Message]:
        messages = notices.rejections(self.database, self.connection, self.load.load_id, entries)
        for table in self.tables:
            for column in table.projection.lenient:
                words = staging.unknown_words(self.database, table.new_rows, column)
                if words:
                    messages.append(
                        notices.unknown_words(self.connection, table.table, column, words)
                    )
        return messages

    def _remember(self, table: ReplicaTable) -> None:
        """Note until when the table was read; a row stamped in the future does not count."""
        until = table.synced_until(self.database)
        if until is None:
            return
        name, now = self.connection.name, self.load.started_at.replace(tzinfo=None)
        held = self.database.execute(
            "delete from quality.sync_state where connection = ? and table_name = ? "
            "returning synced_until",
            [name, table.table.name],
        ).fetchall()
        newest = max([min(until, now), *(row[0] for row in held)])
        self.database.execute(
            "insert into quality.sync_state values (?, ?, ?)", [name, table.table.name, newest]
        )


def _flag(column: str | None, types: dict[str, str]) -> str:
    """Return SQL for whether a row is flagged as deleted, by a boolean or by an instant."""
    if column is None:
        return "false"
    if types[column] == "BOOLEAN":
        return f"coalesce({sql.name(column)}, false)"
    return f"{sql.name(column)} is not null"
