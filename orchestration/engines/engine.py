"""What an engine other than DuckDB must know to build the project, and how dbt runs on it."""

from __future__ import annotations

import os
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar

import duckdb

from orchestration.config import PROJECT, Settings


class EngineError(RuntimeError):
    """An engine that cannot be had or a dbt run that failed; the message says what to do."""


class Engine(ABC):
    """An engine that builds the models from a warehouse's sources."""

    # Also the name of dbt's target.
    name: ClassVar[str]
    # Of the environment that has the adapter.
    dbt_program: ClassVar[Path]

    def __init__(
        self, folder: Path, settings: Settings, warehouse: duckdb.DuckDBPyConnection
    ) -> None:
        # For everything that the engine writes.
        self.folder = folder
        self.warehouse = warehouse
        # Of dbt's profile.
        self.variables = settings.environment()

    @abstractmethod
    def started(self) -> AbstractContextManager[None]:
        """Start a server and note its place in the variables; end it in any case."""

    @abstractmethod
    def take(self, tables: Sequence[str]) -> None:
        """Make tables of the warehouse tables of the engine."""

    @abstractmethod
    def relation(self, table: str) -> str:
        """Return what DuckDB reads a table of the engine from."""

    def dbt(self, *arguments: str) -> None:
        """Run dbt on the running engine, and raise when it fails."""
        ended = subprocess.run(
            [
                *(str(self.dbt_program), *arguments, "--target", self.name),
                *("--target-path", str(self.folder / "dbt")),
                *("--log-path", str(self.folder / "logs")),
                *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
            ],
            env={**os.environ, **self.variables},
            check=False,
        )
        if ended.returncode:
            raise EngineError(
                f"dbt {arguments[0]} ended with exit code {ended.returncode}: it says above why; "
                f"its log and the server's are in {self.folder / 'logs'}"
            )
