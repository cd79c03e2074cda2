"""Copies a text file whose lines end in different ways, which DuckDB's CSV reader cannot take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from orchestration.landing.batches import Batch

CHUNK = 1 << 20


class MixedLineEnds(duckdb.InvalidInputException):
    """The reader took such a file, but counted its lines otherwise than they stand there."""


def has_mixed_line_ends(error: duckdb.Error) -> bool:
    """Whether the reader gave up, or lost count, for lines that end in different ways."""
    return isinstance(error, MixedLineEnds) or "state machine" in str(error)


@contextmanager
def with_equal_line_ends(batch: Batch) -> Iterator[Batch]:
    """Yield the batch, of one file, with a copy of it in which every line ends in a line feed."""
    (new,) = batch.files
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        with new.file.open() as source, copy.open("wb") as target:
            held = b""
            while chunk := source.read(CHUNK):
                chunk = held + chunk
                # The line feed that belongs to a carriage return may come with the next chunk.
                held = b"\r" if chunk.endswith(b"\r") else b""
                chunk = chunk[: len(chunk) - len(held)]
                target.write(chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
            target.write(b"\n" if held else b"")
        file = replace(new.file, path=str(copy), is_gzip=False)
        yield replace(batch, files=(replace(new, file=file),))
