"""Reads which columns a file has, and settles which of them are the contract's."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.landing.connections import suggestion
from orchestration.landing.contract import Table
from orchestration.landing.discovery import LandingFile
from orchestration.landing.summary import LandingError

DELIMITERS = (",", ";", "\t", "|")
LONGEST_HEADER = 1 << 20
UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True)
class Layout:
    """The columns of a file. Files of equal layout are read in one statement.

    `columns` maps a contract column to its name in the file; `names` lists a CSV's header in the
    file's order, each name once.
    """

    columns: tuple[tuple[str, str], ...]
    extra: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    delimiter: str = ","
    types: tuple[tuple[str, str], ...] = ()


def csv_layout(table: Table, file: LandingFile) -> Layout | None:
    """Read the header of a CSV file; None when the file is empty."""
    with file.open() as stream:
        line = stream.readline(LONGEST_HEADER)
    if not line.strip():
        if line:
            raise LandingError(
                "no_header", "begins with an empty line; make the header its first line"
            )
        return None
    text = _decode(line)
    if text.count('"') % 2:
        raise LandingError(
            "broken_header", "has a header whose quotes do not close on its line; mend the header"
        )
    delimiter = max(DELIMITERS, key=lambda mark: len(_known(table, _split(text, mark))))
    header = _split(text, delimiter)
    layout = match_columns(table, header)
    names = []
    counts: Counter[str] = Counter()
    for index, name in enumerate(header):
        counts[name] += 1
        # An extra column may have any name, twice too; DuckDB wants each once.
        names.append(name if name in table.column_names else f"extra {index}")
    return Layout(layout.columns, layout.extra, tuple(names), delimiter)


def jsonl_layout(table: Table, file: LandingFile) -> Layout | None:
    """Look at every object of a JSONL file, for a late line may have a key that no other has.

    None when the file is empty.
    """
    keys: dict[str, None] = {}
    lines = 0
    with file.open() as stream:
        for line in stream:
            lines += bool(line.strip())
            if line.startswith(UTF16_OR_32):
                raise _wrong_encoding()
            try:
                content = json.loads(line)
            except (ValueError, RecursionError):
                # The reader counts and reports a broken line with its number.
                continue
            if isinstance(content, dict):
                keys.update(dict.fromkeys(content))
    if lines == 0:
        return None
    if not keys:
        raise LandingError(
            "unreadable_file",
            "has no line that is a JSON object; write one object a line, with no list around",
        )
    # A key that is left out is how JSONL writes an empty value.
    return match_columns(table, keys, may_be_absent=True)


def match_columns(table: Table, found: Iterable[str], *, may_be_absent: bool = False) -> Layout:
    """Match the names found in a file with the contract; raise LandingError when they don't do."""
    names = list(found)
    spelled: dict[str, list[str]] = {}
    for name in names:
        spelled.setdefault(normalised(name), []).append(name)
    known = [column for column in table.columns if column.name in spelled]
    extra = tuple(name for name in names if normalised(name) not in table.column_names)
    twice = [column.name for column in known if len(spelled[column.name]) > 1]
    if twice:
        raise LandingError(
            "duplicate_column",
            f"has the column {', '.join(twice)} more than once; leave one of them in the header",
        )
    missing = [
        column.name
        for column in table.columns
        if column.mandatory
        and column.name not in spelled
        and not (may_be_absent and column.may_be_empty)
    ]
    if missing and not known:
        # What stands in place of a header may be anybody's data.
        raise LandingError(
            "missing_column",
            f"has none of the columns of {table.name}; make its first line a header with at least "
            f"{', '.join(missing)}",
        )
    if missing:
        hints = "".join(
            suggestion(name, extra).replace("did you", f"{name}: did you") for name in missing
        )
        raise LandingError(
            "missing_column",
            f"lacks the mandatory column {', '.join(missing)}{hints}; it has "
            f"{', '.join(names) or 'none'}: add or rename it",
        )
    return Layout(tuple((column.name, spelled[column.name][0]) for column in known), extra)


def normalised(name: str) -> str:
    """Return a column name as the contract spells it: some replicas write "quoted" names."""
    return name.strip().strip('"').strip().lower()


def _decode(line: bytes) -> str:
    if line.startswith(UTF16_OR_32) or b"\0" in line:
        raise _wrong_encoding()
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong_encoding() from error


def _wrong_encoding() -> LandingError:
    return LandingError("wrong_encoding", "is not in UTF-8; save it as UTF-8")


def _split(text: str, delimiter: str) -> list[str]:
    # A carriage return alone ends a line too.
    first = text.rstrip("\n").split("\r")[0]
    return [normalised(name) for name in next(csv.reader([first], delimiter=delimiter), [])]


def _known(table: Table, names: list[str]) -> frozenset[str]:
    return table.column_names & set(names)
