"""What is worth telling about rows that were loaded, or turned away."""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb

from orchestration.landing import sql
from orchestration.landing.batches import Batch, NewFile
from orchestration.landing.connections import Connection
from orchestration.landing.contract import Column, Table
from orchestration.landing.discovery import format_of
from orchestration.landing.ledger import LedgerEntry
from orchestration.landing.seeds import known_words
from orchestration.landing.summary import Message

# A folder of thousands of files must not bury its own report.
FILES_NAMED = 20
WORDS_NAMED = 10
# Anything else may be an address, a name or a message, from a column that has slipped.
WORD = re.compile(r"\s*[A-Za-z][A-Za-z0-9_ .&/-]{0,29}\s*")


def removed_connections(database: duckdb.DuckDBPyConnection, folders: list[str]) -> list[Message]:
    """Name the connections that were loaded once, and whose folders are gone."""
    removed = database.execute(
        "select distinct connection from quality.row_ledger where connection not in ? order by 1",
        [folders],
    ).fetchall()
    return [
        Message(
            "notice",
            "connection_removed",
            name,
            f"is no longer in the landing folder, and {_counted(database, name)} still counted; "
            f"put its folder back, or remove it with `supportmart erase --connection {name} --all`",
        )
        for (name,) in removed
    ]


def _counted(database: duckdb.DuckDBPyConnection, name: str) -> str:
    try:
        ((contacts,),) = database.execute(
            "select count(*) from core.fct_contacts where connection = ?", [name]
        ).fetchall()
    except duckdb.CatalogException:
        # No run has come to building.
        return "its rows are"
    return f"its {contacts:,} contacts are"


def extra_columns(connection: Connection, batches: Iterable[Batch]) -> list[Message]:
    """Name the columns that no contract column has, once for each layout."""
    messages = []
    for batch in batches:
        if batch.layout.extra:
            listed = ", ".join(name or "(no name)" for name in dict.fromkeys(batch.layout.extra))
            others = f" (and {len(batch.files) - 1} files like it)" if len(batch.files) > 1 else ""
            messages.append(
                _notice(
                    connection,
                    "extra_column",
                    f"has columns that {connection.contract.type}.{batch.table.name} does not "
                    f"know, which are not loaded{others}: {listed}; rename them if they are meant",
                    batch.files[0],
                )
            )
    return messages


def empty_files(connection: Connection, empty: Iterable[NewFile]) -> list[Message]:
    """Name the files of no bytes."""
    text = "is empty, with no header either; deliver it again if rows are missing"
    return [_notice(connection, "empty_file", text, new) for new in empty][:FILES_NAMED]


def files_without_rows(connection: Connection, entries: Iterable[LedgerEntry]) -> list[Message]:
    """Name the files that have a header and no rows."""
    without = [e for e in entries if e.fingerprint and e.fingerprint.size and not e.rows_read]
    text = "has no rows; deliver it again if some are missing"
    return [
        Message("notice", "no_rows", connection.name, text, entry.table, entry.source_file, 0)
        for entry in without[:FILES_NAMED]
    ]


def rejections(
    database: duckdb.DuckDBPyConnection,
    connection: Connection,
    load_id: int,
    entries: Iterable[LedgerEntry],
) -> list[Message]:
    """Tell how many rows of which files were rejected, and why the first was."""
    rejected = [entry for entry in entries if entry.rows_rejected]
    messages = [_rejections(database, connection, load_id, e) for e in rejected[:FILES_NAMED]]
    more = sum(entry.rows_rejected for entry in rejected[FILES_NAMED:])
    if more:
        messages.append(
            Message(
                "notice",
                "rows_rejected",
                connection.name,
                f"{more:,} rows of {len(rejected) - FILES_NAMED} more files are rejected too; "
                "see quality.rejected_rows and its raw_row",
                rows=more,
            )
        )
    return messages


def _rejections(
    database: duckdb.DuckDBPyConnection, connection: Connection, load_id: int, entry: LedgerEntry
) -> Message:
    codes = database.execute(
        "select reason_code, count(*), min(row_number), arg_min(reason, row_number) "
        "from quality.rejected_rows where connection = ? and table_name = ? and source_file = ? "
        "and load_id = ? group by all order by 3",
        [connection.name, entry.table, entry.source_file, load_id],
    ).fetchall()
    counts = ", ".join(f"{count:,} {code}" for code, count, _, _ in codes)
    _, _, row_number, reason = codes[0]
    return Message(
        "notice",
        "rows_rejected",
        connection.name,
        f"{entry.rows_rejected:,} of {entry.rows_read:,} rows are rejected ({counts}); the first "
        f"is row {row_number:,}{_line(entry.source_file, row_number)}: {reason}. All are in "
        "quality.rejected_rows, whose raw_row has what stands there, in the private warehouse only",
        entry.table,
        entry.source_file,
        entry.rows_rejected,
    )


def _line(source_file: str, row_number: int) -> str:
    """Return where an editor shows the row, which a value of several lines may move on."""
    if format_of(source_file) != "csv":
        return ""
    return f" below the header (line {row_number + 1:,} if each row above is one line)"


def unknown_words(
    connection: Connection, table: Table, column: Column, words: list[tuple[str, int]]
) -> Message:
    """Tell which words of a lenient column were taken as another."""
    rows = sum(count for _, count in words)
    return Message(
        "notice",
        "unknown_value",
        connection.name,
        f"{table.name}.{column.name}: {rows:,} rows have a word that is none of "
        f"{', '.join(column.values)}, and are loaded as {column.otherwise}: {_listed(words)}; "
        "correct it at the source",
        table.name,
        rows=rows,
    )


def unknown_channels(
    database: duckdb.DuckDBPyConnection,
    connection: Connection,
    load_id: int,
    tables: Iterable[str],
) -> list[Message]:
    """Tell which channels of the load no alias maps."""
    known = known_words(connection.contract.type) | dict(connection.channels).keys()
    messages = []
    for table in map(connection.contract.tables.__getitem__, sorted(tables)):
        for column in table.columns:
            if column.type != "channel":
                continue
            name = sql.name(column.name)
            # Materialised, or the engine asks the question below of every row.
            words = database.execute(
                f"with words as materialized (select {name} as word, count(*) as found "
                f"from {table.raw} where connection = ? and load_id = ? group by {name}) "
                f"select lower(trim(word)), sum(found)::bigint from words "
                f"where lower(trim(word)) not in ({sql.strings(sorted(known))}) "
                "group by 1 order by 2 desc, 1",
                [connection.name, load_id],
            ).fetchall()
            if words:
                messages.append(_unmapped(connection, table, column, words))
    return messages


def _unmapped(
    connection: Connection, table: Table, column: Column, words: list[tuple[str, int]]
) -> Message:
    rows = sum(count for _, count in words)
    return Message(
        "notice",
        "unknown_channel",
        connection.name,
        f"{table.name}.{column.name}: {rows:,} rows have a channel that nothing maps, and count as "
        f"`unmapped`: {_listed(words)}; map them under `channels:` in connection.yml, or for every "
        "connection in seeds/channel_aliases.csv",
        table.name,
        rows=rows,
    )


def _listed(words: list[tuple[str, int]]) -> str:
    named = ", ".join(
        f"{word!r} ({count:,})" if WORD.fullmatch(word) else f"(no word) ({count:,})"
        for word, count in words[:WORDS_NAMED]
    )
    return named + (f" and {len(words) - WORDS_NAMED} more" if len(words) > WORDS_NAMED else "")


def _notice(connection: Connection, code: str, text: str, new: NewFile) -> Message:
    return Message("notice", code, connection.name, text, new.file.table, new.file.source_file)
