"""Reads CSV and JSONL batches into temporary tables, and from there into raw.

Reading comes before the transaction, because an error while reading would end it. Rows are kept in
the reader's order, so that a row's number follows from its rowid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb

from orchestration.landing import readers, sql
from orchestration.landing.batches import Batch
from orchestration.landing.books import REJECTED
from orchestration.landing.contract import LINEAGE, Column
from orchestration.landing.mending import has_mixed_line_ends, with_equal_line_ends
from orchestration.landing.rejects import forget_rejects, keep_rejects
from orchestration.landing.session import in_order
from orchestration.landing.validation import KEPT_CHARACTERS, unknown_name


@dataclass(frozen=True)
class Staged:
    """A batch in temporary tables, whose names begin with `prefix`."""

    batch: Batch
    prefix: str
    has_rejects: bool = False

    @property
    def rows(self) -> str:
        """The table of the rows as read and typed, with what is wrong with them."""
        return f"{self.prefix}_rows"

    @property
    def rejects(self) -> str:
        """The table of the lines that the reader turned away."""
        return f"{self.prefix}_rejects"

    @property
    def files(self) -> str:
        """The table of the files and their first rows."""
        return f"{self.prefix}_files"


def stage(database: duckdb.DuckDBPyConnection, batch: Batch, time_zone: str, prefix: str) -> Staged:
    """Read a batch; raise duckdb.Error when one of its files cannot be read."""
    staged = Staged(batch, prefix)
    try:
        _read(database, staged, time_zone)
        has_rejects = keep_rejects(database, batch, staged.rejects)
    except duckdb.InvalidInputException as error:
        if len(batch.files) > 1 or not has_mixed_line_ends(error):
            raise
        with with_equal_line_ends(batch) as mended:
            _read(database, Staged(mended, prefix), time_zone)
            has_rejects = keep_rejects(database, mended, staged.rejects)
    _count_files(database, staged)
    return replace(staged, has_rejects=has_rejects)


def drop(database: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Drop the temporary tables of a batch."""
    for table in (staged.rows, staged.rejects, f"{staged.rejects}_gaps", staged.files):
        database.execute(f"drop table if exists {table}")


def _read(database: duckdb.DuckDBPyConnection, staged: Staged, time_zone: str) -> None:
    drop(database, staged)
    batch = staged.batch
    if batch.format == "csv":
        _create_rows(database, staged, time_zone, readers.csv_rows(batch))
        return
    try:
        _create_rows(database, staged, time_zone, readers.json_rows(batch))
    except duckdb.InvalidInputException:
        if len(batch.files) > 1:
            raise
        _create_rows(database, staged, time_zone, readers.json_lines(batch), by_line=True)


def _create_rows(
    database: duckdb.DuckDBPyConnection,
    staged: Staged,
    time_zone: str,
    reader: str,
    *,
    by_line: bool = False,
) -> None:
    projection = staged.batch.projection(time_zone)
    positions, raw_row = "file_index::integer as file", None
    if by_line:
        positions += ', line as "whole line"'
        raw_row = f'left("whole line", {KEPT_CHARACTERS})'
    forget_rejects(database)
    with in_order(database):
        database.execute(
            f"create temp table {staged.rows} as select file, {projection.outcome(raw_row)} "
            f"from ({projection.checked(reader, positions)})"
        )


def _numbered(staged: Staged) -> str:
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
    database.execute(
        f"insert into {table.raw} ({', '.join(LINEAGE)}, {columns}) "
        f"select {sql.string(name)}, {load_id}, source_file, row_number, {columns} "
        f'from ({_numbered(staged)}) where "reason code" is null'
    )
    place = f"select {sql.string(name)}, {sql.string(table.name)}, source_file, row_number"
    database.execute(
        f"insert into {REJECTED} "
        f'{place}, "reason code", "reason", "raw row", {load_id} '
        f'from ({_numbered(staged)}) where "reason code" is not null '
        f"union all {place}, reason_code, reason, raw_row, {load_id} "
        f"from {staged.rejects} join {staged.files} using (file)"
    )


def counts(database: duckdb.DuckDBPyConnection, staged: Staged) -> dict[int, tuple[int, int]]:
    """Return rows read and rows loaded by the file's place in the batch."""
    rows = database.execute(
        "select file, sum(read)::bigint, sum(loaded)::bigint from ("
        'select file, count(*) as read, count(*) - count("reason code") as loaded '
        f"from {staged.rows} group by file "
        f"union all select file, count(*), 0 from {staged.rejects} group by file) group by file"
    ).fetchall()
    return {file: (read, loaded) for file, read, loaded in rows}


def unknown_words(
    database: duckdb.DuckDBPyConnection, rows: str, column: Column
) -> list[tuple[str, int]]:
    """Return the words of a column that another stands for in raw, with their counts."""
    word = unknown_name(column)
    return database.execute(
        f'select {word}, count(*) from {rows} where "reason code" is null '
        f"and {word} is not null group by 1 order by 2 desc, 1"
    ).fetchall()


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
