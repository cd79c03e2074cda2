"""Tells which files are new, and finds damage that DuckDB's readers pass over.

DuckDB reads a truncated gzip file up to the cut without a word and skips a line that is longer
than its buffer, so both are looked for here, in the pass over the bytes that the hash needs anyway.
"""

from __future__ import annotations

import hashlib
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from orchestration.landing.connections import Connection
from orchestration.landing.discovery import LandingFile
from orchestration.landing.ledger import Fingerprint, History
from orchestration.landing.remote import fetch
from orchestration.landing.summary import LandingError, Message

CHUNK = 1 << 20
# Packed bytes may unpack to a thousand times as many.
GZIP_CHUNK = 1 << 17
LONGEST_LINE = 64_000_000
GZIP_WINDOW = 31


@dataclass
class NewFiles:
    """Which of the files that were found have to be loaded."""

    files: list[tuple[LandingFile, Fingerprint]] = field(default_factory=list)
    touched: list[tuple[str, str, Fingerprint]] = field(default_factory=list)
    unchanged: int = 0
    messages: list[Message] = field(default_factory=list)


def find_new(
    database: duckdb.DuckDBPyConnection,
    connection: Connection,
    files: list[LandingFile],
    history: History,
    folder: Path,
) -> NewFiles:
    """Compare the files with what was loaded before; remote text files are fetched to a folder."""
    new = NewFiles()
    changed = []
    for file in files:
        known = history.latest.get((file.table, file.source_file))
        if known and (known.size, known.modified_at) == (file.size, file.modified_at):
            new.unchanged += 1
        else:
            changed.append(file)
    here = []
    for index, file in enumerate(changed):
        try:
            here.append(_brought_here(database, file, folder / str(index)))
        except LandingError as error:
            new.messages.append(file_error(connection.name, file, error))
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(_fingerprint_or_error, here))
    for file, result in zip(here, results, strict=True):
        place = (file.table, file.source_file)
        if isinstance(result, LandingError):
            new.messages.append(file_error(connection.name, file, result))
        elif result.content_hash not in history.hashes.get(place, frozenset()):
            new.files.append((file, result))
        else:
            new.unchanged += 1
            new.touched.append((*place, result))
            if history.latest[place].content_hash != result.content_hash:
                new.messages.append(_content_came_back(connection, file))
    return new


def fingerprint(file: LandingFile) -> Fingerprint:
    """Read the whole file once; raise LandingError when it is damaged."""
    if file.is_remote and file.format == "parquet":
        # Its bytes stay where they are; a store sets the time whenever they change.
        listed = f"{file.size} {file.modified_at.isoformat()}"
        return Fingerprint(listed, file.size, file.modified_at)
    digest = hashlib.sha256()
    lines = _LineWatch() if file.format != "parquet" else None
    unpacker = _Unpacker() if file.is_gzip else None
    with Path(file.path).open("rb") as stream:
        while chunk := stream.read(GZIP_CHUNK if unpacker else CHUNK):
            digest.update(chunk)
            if unpacker is None:
                if lines:
                    lines.see(chunk)
                continue
            for plain in unpacker.unpack(chunk):
                if lines:
                    lines.see(plain)
    if unpacker:
        unpacker.finish()
    return Fingerprint(digest.hexdigest(), file.size, file.modified_at)


def file_error(name: str, file: LandingFile, error: LandingError) -> Message:
    """Return the message that a file was refused."""
    return Message("error", error.code, name, error.text, file.table, file.source_file)


def cannot_open(error: OSError) -> LandingError:
    """Return why a file cannot even be opened."""
    return LandingError(
        "unreadable_file", f"cannot be opened ({error.strerror}); make it readable for the run"
    )


def _brought_here(
    database: duckdb.DuckDBPyConnection, file: LandingFile, target: Path
) -> LandingFile:
    """Return a file whose bytes can be looked at; a remote parquet file stays where it is."""
    if not file.is_remote or file.format == "parquet":
        return file
    fetch(database, file.path, target)
    return replace(file, path=str(target))


def _fingerprint_or_error(file: LandingFile) -> Fingerprint | LandingError:
    try:
        return fingerprint(file)
    except LandingError as error:
        return error
    except OSError as error:
        return cannot_open(error)


def _content_came_back(connection: Connection, file: LandingFile) -> Message:
    return Message(
        "notice",
        "content_came_back",
        connection.name,
        "has the content of an earlier load again, and a content is loaded only once, so that the "
        "rows loaded after it stay the newer ones; to bring it back, save it under another name",
        table=file.table,
        source_file=file.source_file,
    )


class _LineWatch:
    """Refuses a line that DuckDB's CSV reader would leave out."""

    def __init__(self) -> None:
        self.position = 0
        self.last_end = 0

    def see(self, chunk: bytes) -> None:
        first = chunk.find(b"\n")
        end = self.position + (len(chunk) if first < 0 else first)
        if end - self.last_end > LONGEST_LINE:
            raise LandingError(
                "line_too_long",
                f"has a line of more than {LONGEST_LINE // 1_000_000} MB (it begins after "
                f"{self.last_end:,} bytes); shorten it or deliver the table as parquet",
            )
        if first >= 0:
            self.last_end = self.position + chunk.rfind(b"\n") + 1
        self.position += len(chunk)


class _Unpacker:
    """Unpacks a gzip file of one or more members, to see that it is whole."""

    def __init__(self) -> None:
        self.inflate = zlib.decompressobj(GZIP_WINDOW)
        self.started = False

    def unpack(self, chunk: bytes) -> list[bytes]:
        plain = []
        try:
            while chunk:
                if self.inflate.eof:
                    # Padding with zeros after the last member is usual.
                    chunk = chunk.lstrip(b"\0")
                    if not chunk:
                        break
                    self.inflate = zlib.decompressobj(GZIP_WINDOW)
                plain.append(self.inflate.decompress(chunk))
                self.started = True
                chunk = self.inflate.unused_data
        except zlib.error as error:
            raise LandingError(
                "damaged_gzip",
                f"is no whole gzip file ({error}); write it again, or without .gz in its name if "
                "it is not compressed",
            ) from error
        return plain

    def finish(self) -> None:
        if self.started and not self.inflate.eof:
            raise LandingError(
                "damaged_gzip", "is cut off: the gzip data ends too early; copy the file again"
            )
