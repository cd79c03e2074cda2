"""Loads the files of one connection: reads first, then books everything in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from orchestration.landing import ledger, notices, parquet, staging
from orchestration.landing.batches import Batch, NewFile, make_batches, unreadable
from orchestration.landing.connections import FILE_NAME, Connection, without_user
from orchestration.landing.contract import Column, Table
from orchestration.landing.discovery import (
    LandingFile,
    find_files,
    is_meant_for_a_table,
    size_and_time,
)
from orchestration.landing.fingerprint import NewFiles, file_error, find_new
from orchestration.landing.ledger import History, LedgerEntry, Load
from orchestration.landing.session import is_fault_of_file, transaction
from orchestration.landing.summary import ConnectionResult, LandingError, LoadedFile, Message


class FileLoad:
    """The load of one connection's files."""

    def __init__(
        self,
        database: duckdb.DuckDBPyConnection,
        connection: Connection,
        load: Load,
    ) -> None:
        self.database = database
        self.connection = connection
        self.load = load
        self.result = ConnectionResult(connection.name, connection.contract.type)
        self.staged: list[staging.Staged] = []
        self.parquet: list[Batch] = []
        self.empty: list[NewFile] = []

    def run(self) -> ConnectionResult:
        """Load what is new; raise LandingError when the connection as a whole cannot be loaded."""
        found, messages = find_files(self.database, self.connection)
        self.result.messages += [*_unknown_settings(self.connection), *messages]
        history = ledger.read_history(self.database, self.connection.name)
        require_mandatory_tables(self.connection, found, self.result.messages, history.tables)
        with TemporaryDirectory() as folder:
            new = find_new(self.database, self.connection, found, history, Path(folder))
            self.result.messages += new.messages
            self.result.files_unchanged = new.unchanged
            try:
                self._read([NewFile(file, mark) for file, mark in new.files])
                self._book(new, history)
            finally:
                for staged in self.staged:
                    staging.drop(self.database, staged)
        return self.result

    def _read(self, files: list[NewFile]) -> None:
        inspection = make_batches(self.database, self.connection, files)
        self.empty = inspection.empty
        for file, error in inspection.refused:
            self._refuse(file, error)
        self.result.messages += notices.extra_columns(self.connection, inspection.batches)
        self.result.messages += notices.empty_files(self.connection, inspection.empty)
        self.parquet = [batch for batch in inspection.batches if batch.format == "parquet"]
        names = count()
        for batch in inspection.batches:
            if batch.format != "parquet":
                self._readable(batch, lambda part: self._stage(part, f"landing_{next(names)}"))

    def _stage(self, batch: Batch, prefix: str) -> None:
        staged = staging.stage(self.database, batch, self.connection.time_zone, prefix)
        whole = self._unchanged(batch)
        if len(whole.files) == len(batch.files):
            self.staged.append(staged)
            return
        staging.drop(self.database, staged)
        if whole.files:
            self._stage(whole, prefix)

    def _unchanged(self, batch: Batch) -> Batch:
        """Return the batch without the files that were written to after they were looked at."""

        def same(new: NewFile) -> bool:
            file = new.file
            try:
                return file.is_remote or size_and_time(file.path) == (file.size, file.modified_at)
            except OSError:
                return False

        for new in batch.files:
            if not same(new):
                text = "was written to while it was read; the next run loads it, once it is whole"
                self._refuse(new, LandingError("file_changed", text))
        return batch.only(same)

    def _readable(self, batch: Batch, read: Callable[[Batch], None]) -> list[Batch]:
        """Read a batch; when that fails, halve it until the files at fault are left alone."""
        try:
            read(batch)
        except duckdb.Error as error:
            if not is_fault_of_file(error):
                raise
            if len(batch.files) == 1:
                self._refuse(batch.files[0], unreadable(error))
                return []
            first = set(batch.files[: len(batch.files) // 2])
            return [
                *self._readable(batch.only(lambda new: new in first), read),
                *self._readable(batch.only(lambda new: new not in first), read),
            ]
        return [batch]

    def _book(self, new: NewFiles, history: History) -> None:
        """Put everything into raw and the books, all or nothing."""
        booked = False
        while not booked:
            if self._lacks_a_mandatory_table(history):
                return
            try:
                with transaction(self.database):
                    entries = self._insert()
                    self._leave_out_changed()
                    messages = self._enter(new, entries)
                booked = True
            except _FilesLeftOutError:
                continue
            except duckdb.Error as error:
                # A footer can be whole and the pages behind it damaged.
                if not is_fault_of_file(error) or not self._leave_out_damaged():
                    raise
        self.result.messages += messages
        self.result.files = [
            LoadedFile(e.table, e.source_file, e.rows_read, e.rows_loaded, e.rows_rejected)
            for e in entries
        ]

    def _lacks_a_mandatory_table(self, history: History) -> bool:
        """Refuse the connection when all files of a mandatory table were left out.

        Tickets without their messages would be published as never answered.
        """
        batches = [*(staged.batch for staged in self.staged), *self.parquet]
        readable = {batch.table.name for batch in batches} | {new.file.table for new in self.empty}
        tables = self.connection.contract.tables.values()
        lacking = [
            table.name
            for table in tables
            if table.mandatory and table.name not in readable | history.tables
        ]
        if not lacking:
            return False
        text = (
            f"no file of the mandatory table {', '.join(lacking)} could be read, so that nothing "
            "of the connection is loaded; mend the files that are named above"
        )
        self.result.refused = True
        self.result.messages.append(
            Message("error", "unreadable_table", self.connection.name, text)
        )
        with transaction(self.database):
            ledger.record_messages(self.database, self.load, self.result.messages)
        return True

    def _leave_out_changed(self) -> None:
        whole = [self._unchanged(batch) for batch in self.parquet]
        if whole != self.parquet:
            self.parquet = [batch for batch in whole if batch.files]
            raise _FilesLeftOutError

    def _leave_out_damaged(self) -> bool:
        """Find parquet files that cannot be read to their end; return whether there are any."""

        def read_through(batch: Batch) -> None:
            parquet.read_through(self.database, batch)

        whole = [part for batch in self.parquet for part in self._readable(batch, read_through)]
        damaged = sum(len(b.files) for b in self.parquet) > sum(len(b.files) for b in whole)
        self.parquet = whole
        return damaged

    def _insert(self) -> list[LedgerEntry]:
        """Fill the raw tables and quality.rejected_rows; return what the ledger has to say."""
        name, load_id = self.connection.name, self.load.load_id
        entries = [
            LedgerEntry(new.file.table, new.file.source_file, 0, 0, new.fingerprint)
            for new in self.empty
        ]
        for staged in self.staged:
            staging.insert(self.database, staged, name, load_id)
            counts = staging.counts(self.database, staged)
            for index, new in enumerate(staged.batch.files):
                read, loaded = counts.get(index, (0, 0))
                entries.append(_entry(new, read, loaded))
        for batch in self.parquet:
            parquet.insert(self.database, batch, self.connection.time_zone, name, load_id)
            rows_read = parquet.rows_read(self.database, batch)
            rows_loaded = parquet.rows_loaded(self.database, batch, name, load_id)
            for new in batch.files:
                source_file = new.file.source_file
                entries.append(_entry(new, rows_read[source_file], rows_loaded.get(source_file, 0)))
        return sorted(entries, key=lambda entry: (entry.table, entry.source_file))

    def _enter(self, new: NewFiles, entries: list[LedgerEntry]) -> list[Message]:
        """Write the books; return what is worth telling about the rows."""
        connection = self.connection
        messages = [
            *notices.files_without_rows(self.connection, entries),
            *notices.rejections(self.database, connection, self.load.load_id, entries),
            *self._unknown_words(),
        ]
        ledger.record_files(
            self.database, self.load, connection.name, connection.contract.type, entries
        )
        ledger.supersede_rejected(self.database, self.load, connection.name, entries)
        ledger.record_touched(self.database, connection.name, new.touched)
        ledger.record_messages(self.database, self.load, [*self.result.messages, *messages])
        return messages

    def _unknown_words(self) -> list[Message]:
        words: dict[tuple[Table, Column], Counter[str]] = {}
        zone = self.connection.time_zone
        for staged in self.staged:
            for column in staged.batch.projection(zone).lenient:
                counted = words.setdefault((staged.batch.table, column), Counter())
                counted.update(dict(staging.unknown_words(self.database, staged.rows, column)))
        for batch in self.parquet:
            for column in batch.projection(zone).lenient:
                counted = words.setdefault((batch.table, column), Counter())
                counted.update(dict(parquet.unknown_words(self.database, batch, zone, column)))
        return [
            notices.unknown_words(self.connection, table, column, counted.most_common())
            for (table, column), counted in words.items()
            if counted
        ]

    def _refuse(self, new: NewFile, error: LandingError) -> None:
        self.result.messages.append(file_error(self.connection.name, new.file, error))


class _FilesLeftOutError(Exception):
    """Files turned out to be unfit for this load: start the transaction again without them."""


def _entry(new: NewFile, rows_read: int, rows_loaded: int) -> LedgerEntry:
    return LedgerEntry(
        new.file.table, new.file.source_file, rows_read, rows_loaded, new.fingerprint
    )


def _unknown_settings(connection: Connection) -> list[Message]:
    return [
        Message(
            "notice",
            "unknown_setting",
            connection.name,
            f"{FILE_NAME} has `{setting}:`, which the loader does not know and does not use",
        )
        for setting in connection.unknown_settings
    ]


def require_mandatory_tables(
    connection: Connection,
    found: list[LandingFile],
    messages: list[Message],
    loaded: frozenset[str],
) -> None:
    """Refuse a connection without a file of a mandatory table, and tell what else lies there."""
    present = {file.table for file in found} | loaded
    missing = [
        table.name
        for table in connection.contract.tables.values()
        if table.mandatory and table.name not in present
    ]
    if missing:
        where = "the folder" if connection.location is None else without_user(connection.location)
        raise LandingError(
            "missing_table",
            f"{where} has no file of the mandatory table {', '.join(missing)}; add "
            f"{missing[0]}.csv (or .jsonl, .parquet), or correct `location:` in {FILE_NAME}"
            f"{_ignored(connection, messages)}",
            messages,
        )


def _ignored(connection: Connection, messages: list[Message]) -> str:
    """Return what lies there and was perhaps meant for a table."""
    names = [message.source_file for message in messages if message.code == "unknown_file"]
    meant = [name for name in names if name and is_meant_for_a_table(connection, name)]
    return f"; not read as they are called: {', '.join(meant)}" if meant else ""
