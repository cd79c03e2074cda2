"""The table functions that read landing files, with what has to be said to each.

Lines of up to LONGEST_LINE bytes are read whole: beyond its buffer, the CSV reader leaves a line
out without a word. Nothing is sniffed; the header has told what there is to know.
"""

from __future__ import annotations

import json

from orchestration.landing import sql
from orchestration.landing.batches import Batch
from orchestration.landing.fingerprint import LONGEST_LINE

REJECTS = "landing_errors"
SCANS = "landing_scans"
CSV_OPTIONS = (
    "auto_detect=false, store_rejects=true, rejects_limit=0, "
    f"rejects_table='{REJECTS}', rejects_scan='{SCANS}', "
    f"max_line_size={LONGEST_LINE}, buffer_size={2 * LONGEST_LINE}, hive_partitioning=false"
)
BYTE_ORDER_MARK = "chr(65279)"


def csv_rows(batch: Batch) -> str:
    """Read CSV files of one header, every value as text."""
    columns = sql.struct(dict.fromkeys(batch.layout.names, "varchar"))
    return (
        f"read_csv({batch.paths}, header=true, columns={columns}, "
        f"delim={sql.string(batch.layout.delimiter)}, quote='\"', escape='\"', {CSV_OPTIONS})"
    )


def json_rows(batch: Batch) -> str:
    """Read JSONL files without a broken line; one such line is an error of the whole statement.

    The reader's own ignore_errors is no help: after some broken lines it loses the next good one.
    """
    columns = sql.struct({in_file: "varchar" for _, in_file in batch.layout.columns})
    return (
        f"read_json({batch.paths}, format='newline_delimited', records=true, columns={columns}, "
        f"maximum_object_size={LONGEST_LINE}, hive_partitioning=false)"
    )


def json_lines(batch: Batch) -> str:
    """Read JSONL files line by line, a broken one with every value NULL; a third of the speed."""
    shape = sql.string(json.dumps({in_file: "VARCHAR" for _, in_file in batch.layout.columns}))
    lines = (
        f"read_csv({batch.paths}, header=false, columns={{'line': 'varchar'}}, "
        f"delim='', quote='', escape='', {CSV_OPTIONS})"
    )
    return (
        "(select file_index, line, object.* from (select file_index, line, "
        f"try(from_json(ltrim(line, {BYTE_ORDER_MARK}), {shape})) as object "
        f"from {lines} where trim(line) <> ''))"
    )
