"""Loads every connection of a landing folder; what is wrong with one does not stop the others."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from orchestration.config import Settings
from orchestration.landing import ledger, notices
from orchestration.landing.books import create_books
from orchestration.landing.connections import read_connection
from orchestration.landing.files import FileLoad
from orchestration.landing.ledger import Load
from orchestration.landing.raw import create_raw_tables
from orchestration.landing.replication import ReplicaLoad
from orchestration.landing.session import loader_settings, transaction
from orchestration.landing.summary import ConnectionResult, LandingError, LoadSummary, Message
from orchestration.landing.versions import settle_new_loads


def load_landing(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    *,
    full_compare: bool = False,
) -> LoadSummary:
    """Load all new files of the landing folder into the warehouse that `connection` has open.

    Each connection is loaded in a transaction of its own. Errors of a connection or a file are
    reported in the summary and in quality.load_messages, and the rest is loaded all the same.
    `full_compare` reads replicated tables as a whole and finds the rows that are gone from them.
    """
    create_raw_tables(connection)
    create_books(connection)
    load = Load(ledger.next_load_id(connection), run_id, datetime.now(UTC))
    folders, landing_messages = connection_folders(settings.landing)
    if folders:
        landing_messages += notices.removed_connections(
            connection, [folder.name for folder in folders]
        )
    with transaction(connection):
        ledger.record_messages(connection, load, landing_messages)
    with loader_settings(connection):
        results = [
            _load_connection(connection, folder, load, full_compare=full_compare)
            for folder in folders
        ]
        settle_new_loads(connection)
    return LoadSummary(load.load_id, tuple(results), tuple(landing_messages))


def _load_connection(
    database: duckdb.DuckDBPyConnection,
    folder: Path,
    load: Load,
    *,
    full_compare: bool,
) -> ConnectionResult:
    try:
        connection = read_connection(folder)
        with transaction(database):
            ledger.record_channels(database, connection.name, connection.channels)
        if connection.is_database:
            result = ReplicaLoad(database, connection, load, full_compare=full_compare).run()
        else:
            result = FileLoad(database, connection, load).run()
    except LandingError as error:
        messages = [*error.notices, Message("error", error.code, folder.name, error.text)]
        with transaction(database):
            ledger.record_messages(database, load, messages)
        return ConnectionResult(folder.name, refused=True, messages=messages)
    # After the load's own transaction: rows that are not committed are slow to read.
    tables = {file.table for file in result.files}
    messages = notices.unknown_channels(database, connection, load.load_id, tables)
    with transaction(database):
        ledger.record_messages(database, load, messages)
    result.messages += messages
    return result


def connection_folders(landing: Path) -> tuple[list[Path], list[Message]]:
    """Return the folders that are connections, and what is to be said of the landing folder."""
    if not landing.is_dir():
        text = (
            f"the landing folder {landing} does not exist; make it with a folder for each "
            "connection in it, or set SUPPORTMART_LANDING (--landing)"
        )
        return [], [Message("error", "no_landing_folder", "", text)]
    entries = [path for path in sorted(landing.iterdir()) if not path.name.startswith((".", "_"))]
    folders = [path for path in entries if path.is_dir()]
    messages = [
        Message(
            "notice",
            "unknown_file",
            "",
            "lies in the landing folder itself and is not read; move it into the folder of its "
            "connection",
            source_file=path.name,
        )
        for path in entries
        if not path.is_dir()
    ]
    if not folders:
        text = f"the landing folder {landing} has no connection folders; add one"
        messages.append(Message("error", "no_connections", "", text))
    return folders, messages
