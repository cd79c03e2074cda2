"""Reads CSV and JSONL batches into a temporary table, each row with its number in its file.

The readers come first and the transaction afterwards, because an error while reading would end the
transaction. Rows keep the readers' order, so that a row's number follows from its rowid; lines that
the CSV reader itself turned away are put back into the count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb

from orchestration.landing import sql
from orchestration.landing.batches import Batch
from orchestration.landing.contract import LINEAGE, Column
from orchestration.landing.discovery import LandingFile
from orchestration.landing.fingerprint import LONGEST_LINE
from orchestration.landing.validation import KEPT_CHARACTERS

BUFFER = 2 * LONGEST_LINE

READER_REASONS = {
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
OTHER_READER_REASON = ("unreadable_row", "the line cannot be read as CSV; correct it at the source")


@dataclass(frozen=True)
class Staged:
    """A batch in temporary tables: `rows` as read, `rejects` turned away by the reader."""

    batch: Batch
    rows: str
    rejects: str
    files: str
    has_rejects: bool = False

    @property
    def tables(self) -> tuple[str, ...]:
        """The temporary tables, to be dropped in the end."""
        return (self.rows, self.rejects, self.files, f"{self.rejects}_gaps")


def stage(database: duckdb.DuckDBPyConnection, batch: Batch, time_zone: str, prefix: str) -> Staged:
    """Read a batch; raise duckdb.Error when one of its files cannot be read."""
    staged = Staged(batch, f"{prefix}_rows", f"{prefix}_rejects", f"{prefix}_files")
    drop(database, staged)
    reader = _csv_reader(batch) if batch.format == "csv" else _jsonl_reader(batch)
    projection = batch.projection(time_zone)
    columns = [sql.name(column.name) for column in batch.table.columns]
    unknown_words = [
        f"{projection.unknown_word(column)} as {sql.name(column.name + ' unknown')}"
        for column in projection.lenient
    ]
    database.execute("drop table if exists landing_errors; drop table if exists landing_scans")
    database.execute(
        f"create temp table {staged.rows} as select file, {', '.join([*columns, *unknown_words])}, "
        f'{projection.reason_code} as "reason code", {projection.reason} as "reason", '
        f'case when "broken rule" is not null then {projection.raw_row} end as "raw row" '
        f"from ({projection.checked(reader, 'file_index::integer as file')})"
    )
    has_rejects = _keep_rejects(database, staged)
    _count_files(database, staged)
    return replace(staged, has_rejects=has_rejects)


def drop(database: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Drop the temporary tables of a batch."""
    for table in staged.tables:
        database.execute(f"drop table if exists {table}")


def numbered(staged: Staged) -> str:
    """Return a query of the staged rows with `source_file` and `row_number`."""
    read = (
        "select staged.*, source_file, staged.rowid - first_row + 1 as row_number "
        f"from {staged.rows} as staged join {staged.files} as files on files.file = staged.file"
    )
    if not staged.has_rejects:
        return read
    return (
        "select read.* replace (read.row_number + coalesce(gaps.lines, 0) as row_number) "
        f"from ({read}) as read asof left join {staged.rejects}_gaps as gaps "
        "on gaps.file = read.file and read.row_number >= gaps.from_row"
    )


def insert(database: duckdb.DuckDBPyConnection, staged: Staged, name: str, load_id: int) -> None:
    """Put the good rows of a staged batch into raw and the bad ones beside them."""
    table = staged.batch.table
    columns = ", ".join(sql.name(column.name) for column in table.columns)
    lineage = ", ".join(LINEAGE)
    database.execute(
        f"insert into {table.raw} ({lineage}, {columns}) "
        f"select {sql.string(name)}, {load_id}, source_file, row_number, {columns} "
        f'from ({numbered(staged)}) where "reason code" is null'
    )
    database.execute(
        "insert into quality.rejected_rows "
        f"select {sql.string(name)}, {sql.string(table.name)}, source_file, row_number, "
        f'"reason code", "reason", "raw row", {load_id} '
        f'from ({numbered(staged)}) where "reason code" is not null '
        f"union all select {sql.string(name)}, {sql.string(table.name)}, source_file, row_number, "
        f"reason_code, reason, raw_row, {load_id} "
        f"from {staged.rejects} join {staged.files} using (file)"
    )


def counts(database: duckdb.DuckDBPyConnection, staged: Staged) -> dict[int, tuple[int, int]]:
    """Return rows read and rows loaded by the file's place in the batch."""
    rows = database.execute(
        f"select file, sum(read)::bigint, sum(loaded)::bigint from ("
        f'select file, count(*) as read, count(*) - count("reason code") as loaded '
        f"from {staged.rows} group by file "
        f"union all select file, count(*), 0 from {staged.rejects} group by file) group by file"
    ).fetchall()
    return {file: (read, loaded) for file, read, loaded in rows}


def unknown_words(
    database: duckdb.DuckDBPyConnection, staged: Staged, column: Column
) -> list[tuple[str, int]]:
    """Return the words of a column that another stands for in raw, with their counts."""
    word = sql.name(f"{column.name} unknown")
    return database.execute(
        f'select {word}, count(*) from {staged.rows} where "reason code" is null '
        f"and {word} is not null group by 1 order by 2 desc, 1"
    ).fetchall()


def _csv_reader(batch: Batch) -> str:
    columns = sql.struct(dict.fromkeys(batch.layout.names, "varchar"))
    return (
        f"read_csv({batch.paths}, auto_detect=false, header=true, columns={columns}, "
        f"delim={sql.string(batch.layout.delimiter)}, quote='\"', escape='\"', "
        f"store_rejects=true, rejects_limit=0, "
        f"rejects_table='landing_errors', rejects_scan='landing_scans', "
        f"max_line_size={LONGEST_LINE}, buffer_size={BUFFER}, hive_partitioning=false)"
    )


def _jsonl_reader(batch: Batch) -> str:
    columns = sql.struct({in_file: "varchar" for _, in_file in batch.layout.columns})
    return (
        f"read_json({batch.paths}, format='newline_delimited', columns={columns}, "
        f"ignore_errors=true, maximum_object_size={LONGEST_LINE}, hive_partitioning=false)"
    )


def _keep_rejects(database: duckdb.DuckDBPyConnection, staged: Staged) -> bool:
    """Give each line that the CSV reader turned away its number among the data rows."""
    database.execute(
        f"create temp table {staged.rejects} (file integer, row_number bigint, "
        "reason_code varchar, reason varchar, raw_row varchar)"
    )
    has_rejects = staged.batch.format == "csv" and _copy_rejects(database, staged)
    # A good row's number grows by the count of rejected lines before it.
    database.execute(
        f"create temp table {staged.rejects}_gaps as "
        "select file, row_number - place + 1 as from_row, max(place) as lines from ("
        "select file, row_number, row_number() over (partition by file order by row_number) "
        f"as place from {staged.rejects}) group by file, row_number - place + 1"
    )
    return has_rejects


def _copy_rejects(database: duckdb.DuckDBPyConnection, staged: Staged) -> bool:
    files = database.execute("select distinct file_id from landing_errors order by 1").fetchall()
    if not files:
        return False
    blank_lines = [
        (index, position)
        for (index,) in files
        for position in _blank_lines(staged.batch.files[index].file, database, index)
    ]
    database.execute("create or replace temp table landing_blank_lines (file int, position bigint)")
    for start in range(0, len(blank_lines), 10_000):
        rows = ", ".join(f"({f}, {p})" for f, p in blank_lines[start : start + 10_000])
        database.execute(f"insert into landing_blank_lines values {rows}")
    codes = {error: code for error, (code, _) in READER_REASONS.items()}
    reasons = {error: reason for error, (_, reason) in READER_REASONS.items()}
    database.execute(
        f"insert into {staged.rejects} "
        "select file_id, line - 1 - (select count(*) from landing_blank_lines as blank "
        "where blank.file = errors.file_id and blank.position <= errors.line_byte_position), "
        f"{_case(codes, OTHER_READER_REASON[0])}, {_case(reasons, OTHER_READER_REASON[1])}, "
        f"left(trim(csv_line, e'\\r\\n'), {KEPT_CHARACTERS}) "
        "from (select distinct on (file_id, line) * from landing_errors "
        "order by file_id, line, column_idx) as errors"
    )
    database.execute("drop table landing_blank_lines")
    return True


def _case(results: dict[str, str], otherwise: str) -> str:
    cases = "".join(
        f" when {sql.string(error)} then {sql.string(result)}" for error, result in results.items()
    )
    return f"case error_type::varchar{cases} else {sql.string(otherwise)} end"


def _blank_lines(file: LandingFile, database: duckdb.DuckDBPyConnection, index: int) -> list[int]:
    """Return where the blank lines of a file begin: the reader counts them, and they are no rows.

    Line ends inside quotes are no blank lines; a rejected line's quotes are not counted on, since
    it is often they that are broken.
    """
    rejected = {
        row[0]
        for row in database.execute(
            "select distinct line_byte_position from landing_errors where file_id = ?", [index]
        ).fetchall()
    }
    blank = []
    position = 0
    in_quotes = False
    with file.open() as stream:
        for line in stream:
            if position in rejected:
                in_quotes = False
            elif not in_quotes and not line.strip(b"\r\n"):
                blank.append(position)
            elif line.count(b'"') % 2:
                in_quotes = not in_quotes
            position += len(line)
    return blank


def _count_files(database: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    names = ", ".join(
        f"({index}, {sql.string(new.file.source_file)})"
        for index, new in enumerate(staged.batch.files)
    )
    database.execute(
        f"create temp table {staged.files} as "
        "select names.file::integer as file, source_file, coalesce(first_row, 0) as first_row "
        f"from (values {names}) as names(file, source_file) left join ("
        f"select file, min(rowid) as first_row from {staged.rows} group by file) "
        "as rows on rows.file = names.file"
    )
