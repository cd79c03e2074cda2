"""Gives the lines that the CSV reader turned away their numbers among a file's data rows."""

from __future__ import annotations

from bisect import bisect_left

import duckdb

from orchestration.landing import sql
from orchestration.landing.batches import Batch
from orchestration.landing.discovery import LandingFile
from orchestration.landing.mending import MixedLineEnds
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
    Raises MixedLineEnds for a CSV file with rejected lines whose lines end in different ways.
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
    is_csv = batch.format == "csv"
    # In a file of one column a blank line is a row with an empty value.
    has_blank_lines = len(batch.layout.names) != 1
    line_ends = dict(
        database.execute(
            "select distinct line, len(record) - len(replace(record, chr(10), '')) from ("
            f"select line, trim(csv_line, e'\\r\\n') as record from {REJECTS} where file_id = ?)",
            [index],
        ).fetchall()
    )
    delimiter = batch.layout.delimiter.encode() if is_csv else None
    blank = _blank_lines(batch.files[index].file, line_ends, delimiter) if has_blank_lines else []
    numbers = {line: line - int(is_csv) - bisect_left(blank, line) for line in line_ends}
    # A line with several faults is listed once for each.
    database.execute(
        f"insert into {table} select file_id, row_number, {_case(0)}, {_case(1)}, "
        f"left(trim(csv_line, e'\\r\\n'), {KEPT_CHARACTERS}) "
        f"from (select distinct on (line) * from {REJECTS} where file_id = $index "
        "order by line, column_idx) join (select unnest($lines) as line, "
        "unnest($numbers) as row_number) using (line)",
        {"index": index, "lines": list(numbers), "numbers": list(numbers.values())},
    )


def _case(part: int) -> str:
    cases = "".join(
        f" when {sql.string(error)} then {sql.string(reason[part])}"
        for error, reason in REASONS.items()
    )
    return f"case error_type::varchar{cases} else {sql.string(OTHER_REASON[part])} end"


def _blank_lines(file: LandingFile, rejected: dict[int, int], delimiter: bytes | None) -> list[int]:
    """Return the numbers of a file's blank lines: the reader counts them, and they are no rows.

    A line of CSV goes on over line ends inside quotes. How many line ends a rejected line holds is
    the reader's to say, since it is often its quotes that are broken.
    """
    blank = []
    ends = set()
    last = max(rejected)
    number = 0
    passed_over = 0
    in_quotes = False
    with file.open() as stream:
        for line in stream:
            if passed_over:
                passed_over -= 1
            elif not in_quotes:
                number += 1
                if number > last:
                    break
                passed_over = rejected.get(number, 0)
                if number not in rejected and not line.strip(b"\r\n" if delimiter else None):
                    blank.append(number)
            if delimiter and number not in rejected:
                in_quotes = _ends_in_quotes(line, delimiter, in_quotes)
            if line.endswith(b"\n") and not in_quotes and not passed_over:
                ends.add(line.endswith(b"\r\n"))
    if delimiter and len(ends) > 1:
        raise MixedLineEnds(f"{file.source_file}: lines end in different ways")
    return blank


def _ends_in_quotes(line: bytes, delimiter: bytes, in_quotes: bool) -> bool:
    """Whether a line ends inside a quoted value: only a quote that begins a value opens one."""
    opening = delimiter + b'"'
    place = 0
    if not in_quotes and line.startswith(b'"'):
        in_quotes, place = True, 1
    while True:
        found = line.find(b'"' if in_quotes else opening, place)
        if found < 0:
            return in_quotes
        if in_quotes and line.startswith(b'""', found):
            place = found + 2
        else:
            place = found + (1 if in_quotes else len(opening))
            in_quotes = not in_quotes
