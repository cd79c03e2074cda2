"""The load's books: what was read from where, which rows were turned away and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from orchestration.landing.summary import Message


@dataclass(frozen=True)
class Fingerprint:
    """What tells one content of a file from another."""

    content_hash: str
    size: int
    modified_at: datetime


@dataclass(frozen=True)
class LedgerEntry:
    """One file (or replicated table) in one load."""

    table: str
    source_file: str
    rows_read: int
    rows_loaded: int
    fingerprint: Fingerprint | None

    @property
    def rows_rejected(self) -> int:
        """Every row that was read and not loaded."""
        return self.rows_read - self.rows_loaded


@dataclass(frozen=True)
class Load:
    """The run that a row belongs to."""

    load_id: int
    run_id: str
    started_at: datetime


def next_load_id(connection: duckdb.DuckDBPyConnection) -> int:
    """Return a load number above every one that was ever recorded."""
    rows = connection.execute(
        "select coalesce(max(load_id), 0) + 1 from (select load_id from quality.row_ledger "
        "union all select load_id from quality.load_messages "
        "union all select load_id from quality.settled_loads)"
    ).fetchall()
    return int(rows[0][0])


@dataclass(frozen=True)
class History:
    """What is known of a connection's files from earlier loads."""

    latest: dict[tuple[str, str], Fingerprint]
    hashes: dict[tuple[str, str], frozenset[str]]
    tables: frozenset[str]


def read_history(connection: duckdb.DuckDBPyConnection, name: str) -> History:
    """Return the fingerprints of every file of a connection that was loaded before."""
    rows = connection.execute(
        "select table_name, source_file, arg_max(content_hash, load_id), "
        "arg_max(file_size_bytes, load_id), arg_max(modified_at, load_id), list(content_hash) "
        "from quality.row_ledger where connection = ? group by all",
        [name],
    ).fetchall()
    latest: dict[tuple[str, str], Fingerprint] = {}
    hashes: dict[tuple[str, str], frozenset[str]] = {}
    for table, source_file, content_hash, size, modified_at, every_hash in rows:
        if content_hash is not None:
            latest[table, source_file] = Fingerprint(content_hash, size, modified_at)
            hashes[table, source_file] = frozenset(every_hash)
    return History(latest, hashes, frozenset(row[0] for row in rows))


def record_files(
    connection: duckdb.DuckDBPyConnection,
    load: Load,
    name: str,
    source_type: str,
    entries: Iterable[LedgerEntry],
) -> None:
    """Enter the files of one connection."""
    rows = [
        (
            name,
            entry.table,
            entry.source_file,
            load.load_id,
            entry.rows_read,
            entry.rows_loaded,
            entry.rows_rejected,
            source_type,
            load.run_id,
            entry.fingerprint and entry.fingerprint.content_hash,
            entry.fingerprint and entry.fingerprint.size,
            entry.fingerprint and entry.fingerprint.modified_at,
            load.started_at.replace(tzinfo=None),
        )
        for entry in entries
    ]
    insert_rows(connection, "quality.row_ledger", rows)


def supersede_rejected(
    connection: duckdb.DuckDBPyConnection, load: Load, name: str, entries: Iterable[LedgerEntry]
) -> None:
    """Mark what was rejected of files that have come with new content: that one counts now."""
    files = [(entry.table, entry.source_file) for entry in entries]
    connection.execute(
        "update quality.rejected_rows set superseded_by_load_id = $load_id "
        "where connection = $name and load_id < $load_id and superseded_by_load_id is null "
        "and (table_name, source_file) in (select (unnest($tables), unnest($files)))",
        {
            "load_id": load.load_id,
            "name": name,
            "tables": [table for table, _ in files],
            "files": [file for _, file in files],
        },
    )


def record_touched(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    touched: Iterable[tuple[str, str, Fingerprint]],
) -> None:
    """Note the new modification time of files whose content is known, so as not to hash again."""
    for table, source_file, fingerprint in touched:
        connection.execute(
            "update quality.row_ledger set modified_at = ? where connection = ? "
            "and table_name = ? and source_file = ? and content_hash = ?",
            [
                fingerprint.modified_at,
                name,
                table,
                source_file,
                fingerprint.content_hash,
            ],
        )


def record_messages(
    connection: duckdb.DuckDBPyConnection, load: Load, messages: Iterable[Message]
) -> None:
    """Keep what the load had to say."""
    rows = [
        (
            load.run_id,
            load.load_id,
            message.connection,
            message.table,
            message.source_file,
            message.severity,
            message.code,
            message.text,
            message.rows,
            load.started_at.replace(tzinfo=None),
        )
        for message in messages
    ]
    insert_rows(connection, "quality.load_messages", rows)


def record_channels(
    connection: duckdb.DuckDBPyConnection, name: str, channels: Iterable[tuple[str, str]]
) -> None:
    """Keep what a connection's own settings map; what they no longer map is forgotten."""
    connection.execute("delete from quality.connection_channels where connection = ?", [name])
    rows = [(name, word, channel) for word, channel in channels]
    insert_rows(connection, "quality.connection_channels", rows)


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert many rows in few statements; a statement for each costs a millisecond."""
    for start in range(0, len(rows), 500):
        batch = rows[start : start + 500]
        marks = f"({', '.join('?' * len(batch[0]))})"
        connection.execute(
            f"insert into {table} values {', '.join([marks] * len(batch))}",
            [value for row in batch for value in row],
        )
