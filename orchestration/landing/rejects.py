"""Gives the lines that the CSV reader turned away their numbers among a file's data rows."""

from __future__ import annotations

import duckdb

from orchestration.landing import sql
from orchestration.landing.batches import Batch
from orchestration.landing.discovery import LandingFile
from orchestration.landing.readers import REJECTS, SCANS
from orchestration.landing.validation import KEPT_CHARACTERS

REASONS = {
    "MISSING COLUMNS": (
        "missing_columns",
        "the line has fewer columns than the header; complete it at the source",
    ),
    "TOO MANY COLUMNS": (
        "too_many_columns",
        "the line has more columns than the header; quote values that hold the delimiter",
    ),
    "UNQUOTED VALUE": (
        "broken_quotes",
        "a quoted value does not end as it should; double the quotes inside it",
    ),
    "INVALID ENCODING": ("wrong_encoding", "the line is not in UTF-8; save the file as UTF-8"),
    "LINE SIZE OVER MAXIMUM": ("line_too_long", "the line is too long to read; shorten it"),
}
OTHER_REASON = ("unreadable_row", "the line cannot be read; correct it at the source")


def keep_rejects(database: duckdb.DuckDBPyConnection, batch: Batch, table: str) -> bool:
    """Make the tables of rejected lines and of the gaps they leave; return whether there are any.

    In `<table>_gaps`, the numbers of a file's good rows grow by `lines` from the `from_row`-th on.
    """
    database.execute(
        f"create temp table {table} (file integer, row_number bigint, "
        "reason_code varchar, reason varchar, raw_row varchar)"
    )
    # Only the CSV reader keeps such a table.
    has_kept = database.execute(
        "select 1 from duckdb_tables() where temporary and table_name = ?", [REJECTS]
    ).fetchall()
    distinct_files = f"select distinct file_id from {REJECTS} order by 1"
    files = database.execute(distinct_files).fetchall() if has_kept else []
    for (index,) in files:
        _copy_rejects(database, batch, index, table)
    database.execute(
        f"create temp table {table}_gaps as "
        "select file, row_number - place + 1 as from_row, max(place) as lines from ("
        "select file, row_number, row_number() over (partition by file order by row_number) "
        f"as place from {table}) group by file, row_number - place + 1"
    )
    forget_rejects(database)
    return bool(files)


def forget_rejects(database: duckdb.DuckDBPyConnection) -> None:
    """Drop what the CSV reader keeps: it would add the next statement's lines to the same table."""
    database.execute(f"drop table if exists {REJECTS}; drop table if exists {SCANS}")


def _copy_rejects(
    database: duckdb.DuckDBPyConnection, batch: Batch, index: int, table: str
) -> None:
    positions = database.execute(
        f"select distinct line_byte_position from {REJECTS} where file_id = ?", [index]
    ).fetchall()
    is_csv = batch.format == "csv"
    # In a file of one column a blank line is a row with an empty value.
    blank = (
        []
        if len(batch.layout.names) == 1
        else _blank_lines(batch.files[index].file, {row[0] for row in positions}, is_csv)
    )
    header_lines = 1 if is_csv else 0
    # A line with several faults is listed once for each.
    database.execute(
        f"insert into {table} "
        f"select file_id, line - {header_lines} - "
        f"len(list_filter($blank, position -> position <= line_byte_position)), "
        f"{_case(0)}, {_case(1)}, left(trim(csv_line, e'\\r\\n'), {KEPT_CHARACTERS}) "
        f"from (select distinct on (line) * from {REJECTS} where file_id = $index "
        "order by line, column_idx)",
        {"blank": blank, "index": index},
    )


def _case(part: int) -> str:
    cases = "".join(
        f" when {sql.string(error)} then {sql.string(reason[part])}"
        for error, reason in REASONS.items()
    )
    return f"case error_type::varchar{cases} else {sql.string(OTHER_REASON[part])} end"


def _blank_lines(file: LandingFile, rejected: set[int], is_csv: bool) -> list[int]:
    """Return where the blank lines of a file begin: the reader counts them, and they are no rows.

    A line end inside quotes makes no blank line. A rejected line's quotes are not counted, since it
    is often they that are broken.
    """
    blank = []
    position = 0
    in_quotes = False
    with file.open() as stream:
        for line in stream:
            if position in rejected:
                in_quotes = False
            elif not in_quotes and not line.strip(b"\r\n" if is_csv else None):
                blank.append(position)
            elif is_csv and line.count(b'"') % 2:
                in_quotes = not in_quotes
            position += len(line)
    return blank
