"""Finds the files of a connection and the table that each belongs to."""

from __future__ import annotations

import glob
import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from orchestration.landing.connections import FILE_NAME, Connection, suggestion
from orchestration.landing.summary import LandingError, Message

FORMATS = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".parquet": "parquet",
}


@dataclass(frozen=True)
class LandingFile:
    """One file of one table. `source_file` is its path as the ledger knows it."""

    table: str
    source_file: str
    path: Path
    format: str
    is_gzip: bool

    @property
    def duckdb_path(self) -> str:
        """The path for DuckDB's readers, which would expand a `*` or `[` in it."""
        return glob.escape(str(self.path))

    def open(self) -> BinaryIO | gzip.GzipFile:
        """Open the file's plain bytes."""
        if self.is_gzip:
            return gzip.open(self.path, "rb")
        return self.path.open("rb")


def find_files(connection: Connection) -> tuple[list[LandingFile], list[Message]]:
    """Return the files of the connection's tables in a fixed order, and what else lies there."""
    base, paths = _paths(connection)
    found: list[LandingFile] = []
    messages: list[Message] = []
    for path in sorted(paths, key=lambda path: path.relative_to(base).as_posix()):
        relative = path.relative_to(base)
        if any(part.startswith((".", "_")) for part in relative.parts) or path.name == FILE_NAME:
            continue
        file = _landing_file(connection, base, path)
        if file is None:
            messages.append(_unknown_file(connection, relative))
        else:
            found.append(file)
    return found, messages


def _paths(connection: Connection) -> tuple[Path, list[Path]]:
    """Return the folder that names are relative to and every file to look at."""
    if connection.location is None:
        return connection.folder, _files_below(connection.folder)
    target = connection.folder / Path(connection.location).expanduser()
    if target.is_dir():
        return target, _files_below(target)
    if glob.has_magic(connection.location):
        fixed = _part_before_magic(target)
        matches = [Path(match) for match in glob.glob(str(target), recursive=True)]  # noqa: PTH207
        return fixed, [path for path in matches if path.is_file()]
    raise LandingError(
        "connection_location",
        f"{FILE_NAME}: `location: {connection.location}` is no folder ({target}); correct the path",
    )


def _files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _part_before_magic(pattern: Path) -> Path:
    fixed = pattern
    while glob.has_magic(str(fixed)):
        fixed = fixed.parent
    return fixed


def _landing_file(connection: Connection, base: Path, path: Path) -> LandingFile | None:
    stem, extension = _split_name(path.name)
    if extension not in FORMATS:
        return None
    *folders, _ = path.relative_to(base).parts
    if connection.location and glob.has_magic(connection.location):
        candidates = [*folders, stem]
    else:
        candidates = folders[:1] or [stem]
    table = next((name for name in candidates if name in connection.contract.tables), None)
    if table is None:
        return None
    return LandingFile(
        table=table,
        source_file=path.relative_to(base).as_posix(),
        path=path,
        format=FORMATS[extension],
        is_gzip=extension.endswith(".gz"),
    )


def _split_name(name: str) -> tuple[str, str]:
    """Split `tickets.csv.gz` into `tickets` and `.csv.gz`."""
    for extension in sorted(FORMATS, key=len, reverse=True):
        if name.lower().endswith(extension):
            return name[: -len(extension)], extension
    return name, ""


def _unknown_file(connection: Connection, relative: Path) -> Message:
    stem, extension = _split_name(relative.name)
    if not extension:
        text = f"is not read; files end in {', '.join(FORMATS)}"
    else:
        known = connection.contract.tables
        text = (
            f"belongs to no table of a {connection.contract.type} connection"
            f"{suggestion(relative.parts[0] if len(relative.parts) > 1 else stem, known)}; "
            "name it <table>.<ext> or put it in a folder <table>"
        )
    return Message("notice", "unknown_file", connection.name, text, source_file=relative.as_posix())
