"""Reads what a gate looks at and has Great Expectations judge it, in a process of its own."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from orchestration.config import PROJECT
from orchestration.gates.definition import Check
from orchestration.gates.profile import is_unused, read_rows
from orchestration.runs import CheckResult

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]


class GateError(RuntimeError):
    """An expectation that could not be evaluated, which is no verdict on the data."""


@dataclass(frozen=True)
class Outcome:
    """What one check found."""

    check: Check
    success: bool
    observed: str

    def as_result(self) -> CheckResult:
        """Return the row for the book of check results."""
        return CheckResult(
            check_name=self.check.name,
            table_name=self.check.table,
            severity=self.check.severity,
            success=self.success,
            observed=self.observed,
            expected=self.check.expected,
        )


@dataclass(frozen=True)
class Batch:
    """Checks of the same rows, and these; None where no connection uses the table."""

    name: str
    checks: Sequence[Check]
    frame: pd.DataFrame | None


@dataclass(frozen=True)
class Order:
    """What to evaluate, and the folder of the pages about it."""

    batches: Sequence[Batch]
    as_of: datetime
    data_docs: Path


class GateProcess:
    """Great Expectations in a process of its own, which imports it from the moment this is made.

    It writes a gate's pages when it has answered (see orchestration/gates/expectations.py).
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "orchestration.gates.expectations"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=PROJECT,
        )
        self._is_writing_pages = False
        self._problems: list[str] = []

    def validate(
        self,
        connection: duckdb.DuckDBPyConnection,
        checks: Sequence[Check],
        as_of: datetime,
        data_docs: Path,
    ) -> list[Outcome]:
        """Evaluate the checks; their Data Docs site, once written, replaces the one before.

        GateError when a check could not be evaluated.
        """
        self._finish_pages()
        order = Order([*_batches(connection, checks, as_of)], as_of, data_docs)
        try:
            pickle.dump(order, self._process.stdin)  # type: ignore[arg-type]
            self._process.stdin.flush()  # type: ignore[union-attr]
        except BrokenPipeError as error:
            raise self._gone() from error
        outcomes = self._answer()
        self._is_writing_pages = True
        if isinstance(outcomes, str):
            raise GateError(outcomes)
        return list(outcomes)

    def end(self) -> list[str]:
        """End the process once all pages are written; return which could not be, and why."""
        try:
            self._finish_pages()
        finally:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    # What was not read by a process that ended early.
                    with suppress(BrokenPipeError):
                        stream.close()
        return self._problems

    def _finish_pages(self) -> None:
        if self._is_writing_pages:
            self._is_writing_pages = False
            if problem := self._answer():
                self._problems.append(problem)

    def _answer(self) -> Any:
        try:
            return pickle.load(self._process.stdout)  # type: ignore[arg-type]  # noqa: S301
        except (EOFError, pickle.UnpicklingError) as error:
            raise self._gone() from error

    def _gone(self) -> GateError:
        return GateError("Great Expectations' process ended by itself; run again")


def _batches(
    connection: duckdb.DuckDBPyConnection, checks: Sequence[Check], as_of: datetime
) -> Iterator[Batch]:
    for (table, rows), group in groupby(checks, key=lambda check: (check.table, check.rows)):
        frame = None if is_unused(connection, table) else read_rows(connection, table, rows, as_of)
        yield Batch(f"{table} ({rows})", [*group], frame)
