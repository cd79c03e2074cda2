"""Finds the files of a connection and the table that each belongs to."""

from __future__ import annotations

import glob
import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import duckdb

from orchestration.landing.connections import FILE_NAME, Connection, suggestion
from orchestration.landing.remote import is_remote, list_remote
from orchestration.landing.summary import LandingError, Message

FORMATS = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".parquet": "parquet",
}


# What to do with a file of another kind.
MENDS = {
    **dict.fromkeys((".xlsx", ".xls", ".ods"), "save the spreadsheet as CSV (UTF-8)"),
    **dict.fromkeys((".tsv", ".txt"), "end its name in .csv: a tab is a delimiter as well"),
    ".json": "write one object a line, with no list around, and end its name in .jsonl",
    **dict.fromkeys((".zip", ".7z", ".tar", ".tgz", ".bz2", ".xz", ".zst"), "unpack it"),
}


@dataclass(frozen=True)
class LandingFile:
    """One file of one table. `source_file` is its path as the ledger knows it."""

    table: str
    source_file: str
    path: str
    format: str
    is_gzip: bool
    size: int
    modified_at: datetime
    is_remote: bool = False

    @property
    def duckdb_path(self) -> str:
        """The path for DuckDB's readers, which would expand a `*` or `[` in it."""
        return self.path if self.is_remote else glob.escape(self.path)

    def open(self) -> BinaryIO | gzip.GzipFile:
        """Open the plain bytes of a local file."""
        if self.is_gzip:
            return gzip.open(self.path, "rb")
        return Path(self.path).open("rb")


def find_files(
    database: duckdb.DuckDBPyConnection, connection: Connection
) -> tuple[list[LandingFile], list[Message]]:
    """Return the files of the connection's tables in a fixed order, and what else lies there."""
    found: list[LandingFile] = []
    messages: list[Message] = []
    for listed in sorted(_list_files(database, connection), key=lambda listed: listed.name):
        parts = PurePosixPath(listed.name).parts
        if any(part.startswith((".", "_")) for part in parts) or parts[-1] == FILE_NAME:
            continue
        file = _landing_file(connection, listed)
        if file is None:
            messages.append(_unknown_file(connection, PurePosixPath(listed.name)))
        else:
            found.append(file)
    return found, messages


def format_of(source_file: str) -> str | None:
    """Return the format of a file by its name; None for what is no file, as a replicated table."""
    return FORMATS.get(_split_name(source_file)[1])


def is_elsewhere(connection: Connection) -> bool:
    """Whether the connection's rows are on another machine: a database or an object store."""
    return connection.is_database or (
        connection.location is not None and is_remote(connection.location)
    )


def is_meant_for_a_table(connection: Connection, name: str) -> bool:
    """Whether a file that is not read bears a table's name, in another case or of another kind."""
    *folders, last = PurePosixPath(name.lower()).parts
    return (folders or [last.partition(".")[0]])[0] in connection.contract.tables


def size_and_time(path: str | Path) -> tuple[int, datetime]:
    """Return what changes whenever a file is written."""
    status = Path(path).stat()
    seconds, nanoseconds = divmod(status.st_mtime_ns, 1_000_000_000)
    moment = datetime.fromtimestamp(seconds, UTC).replace(
        tzinfo=None, microsecond=nanoseconds // 1000
    )
    return status.st_size, moment


@dataclass(frozen=True)
class _Listed:
    """A file that is there, `name` being its path below the connection's location."""

    name: str
    path: str
    size: int
    modified_at: datetime
    is_remote: bool = False


def _list_files(database: duckdb.DuckDBPyConnection, connection: Connection) -> list[_Listed]:
    if connection.location is None:
        return _listed(connection.folder, connection.folder.rglob("*"))
    if is_remote(connection.location):
        files = list_remote(database, connection.location)
        # DuckDB names the files of a file: URL by their paths.
        base = _part_before_magic(connection.location.removeprefix("file://"))
        return [
            _Listed(
                name=path.removeprefix(base).lstrip("/"),
                path=path,
                size=size,
                modified_at=modified_at,
                is_remote=True,
            )
            for path, size, modified_at in files
        ]
    target = str(connection.folder / Path(connection.location).expanduser())
    if Path(target).is_dir():
        return _listed(Path(target), Path(target).rglob("*"))
    if glob.has_magic(connection.location):
        matches = glob.iglob(target, recursive=True)  # noqa: PTH207 -- an absolute pattern
        return _listed(Path(_part_before_magic(target)), map(Path, matches))
    raise LandingError(
        "connection_location",
        f"{FILE_NAME}: `location: {connection.location}` is no folder ({target}); correct the path",
    )


def _listed(base: Path, paths: Iterable[Path]) -> list[_Listed]:
    return [
        _Listed(path.relative_to(base).as_posix(), str(path), *size_and_time(path))
        for path in paths
        if path.is_file()
    ]


def _part_before_magic(pattern: str) -> str:
    """Return the folder that a pattern starts from, or that a single file lies in."""
    fixed = pattern
    while glob.has_magic(fixed) or _split_name(fixed)[1]:
        fixed = fixed.rpartition("/")[0]
    return fixed


def _landing_file(connection: Connection, listed: _Listed) -> LandingFile | None:
    *folders, name = PurePosixPath(listed.name).parts
    stem, extension = _split_name(name)
    if extension not in FORMATS:
        return None
    if connection.location and glob.has_magic(connection.location):
        candidates = [*folders, stem]
    else:
        candidates = folders[:1] or [stem]
    table = next((name for name in candidates if name in connection.contract.tables), None)
    if table is None:
        return None
    return LandingFile(
        table=table,
        source_file=listed.name,
        path=listed.path,
        format=FORMATS[extension],
        is_gzip=extension.endswith(".gz"),
        size=listed.size,
        modified_at=listed.modified_at,
        is_remote=listed.is_remote,
    )


def _split_name(name: str) -> tuple[str, str]:
    """Split `tickets.csv.gz` into `tickets` and `.csv.gz`."""
    for extension in sorted(FORMATS, key=len, reverse=True):
        if name.lower().endswith(extension):
            return name[: -len(extension)], extension
    return name, ""


def _unknown_file(connection: Connection, relative: PurePosixPath) -> Message:
    stem, extension = _split_name(relative.name)
    known = connection.contract.tables
    first = relative.parts[0] if len(relative.parts) > 1 else stem
    if not extension:
        ending = relative.suffix.lower()
        mend = MENDS.get(ending, f"files end in {', '.join(FORMATS)}")
        text = f"is not read, since {ending or 'no ending'} is no kind of file for a table; {mend}"
    elif first.lower() in known:
        text = f"is not read, since tables are in lower case; write {first.lower()} in its name"
    else:
        text = (
            f"belongs to no table of a {connection.contract.type} connection"
            f"{suggestion(first, known)}; "
            "name it <table>.<ext> or put it in a folder <table>"
        )
    return Message("notice", "unknown_file", connection.name, text, source_file=relative.as_posix())
