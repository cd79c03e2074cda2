"""The warehouse as the steps of one run share it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dagster as dg
import duckdb
from pydantic import Field, PrivateAttr

from orchestration import runs
from orchestration import warehouse as file
from orchestration.causes import in_one_line
from orchestration.config import Settings
from orchestration.dbt_build import DbtProcess
from orchestration.gates.page import data_docs_page, write_page
from orchestration.gates.validation import GateError, GateProcess
from orchestration.repair import REPAIR, Repair

# For what passes by itself: another program that has the file open, a disk that does not answer.
RETRIES = dg.RetryPolicy(
    max_retries=3, delay=2, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS
)


class Warehouse(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The warehouse file, held from a run's first step to its last.

    A second run waits at the operating system's lock, which goes with the process that holds it.
    (The slot of a Dagster pool would stay taken after a crash, and later runs would wait for ever.)
    """

    full_refresh: bool = False
    repair_connections: list[str] = Field(
        default=[], description="Connections whose contacts are computed anew."
    )
    repair_from: str | None = Field(
        default=None, description="First day, such as 2026-01-31, that is computed anew."
    )
    repair_to: str | None = Field(default=None, description="Last day that is computed anew.")
    _settings: Settings = PrivateAttr()
    _repair: Repair | None = PrivateAttr(default=None)
    _dbt: DbtProcess | None = PrivateAttr(default=None)
    _gates: GateProcess = PrivateAttr()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Warehouse]:
        """Read the settings once, so that all steps share one `as_of`, and hold the lock."""
        log = context.log or dg.get_dagster_logger()
        self._settings = Settings.from_environment()
        chosen = (self.repair_connections, self.repair_from, self.repair_to)
        if any(chosen) or (context.run and context.run.job_name == REPAIR):
            self._repair = Repair.parse(*chosen)
        with file.writer_lock(self._settings.warehouse, file.lock_wait_seconds(), log.warning):
            self._gates = GateProcess()
            self._dbt = DbtProcess(self._settings)
            try:
                yield self
            finally:
                if self._dbt is not None:
                    self._dbt.end()
                self._end_gates(log.warning)
                self._write_page(context.run_id, log.warning)

    def _end_gates(self, warn: Callable[[str], None]) -> None:
        """Wait for the pages of Great Expectations; without them a run is as good."""
        try:
            problems = self._gates.end()
        except GateError as error:
            problems = [str(error)]
        for problem in problems:
            warn(problem)

    def _write_page(self, run_id: str | None, warn: Callable[[str], None]) -> None:
        """Write the page of the run's checks, however the run ended; it is no reason to fail."""
        warehouse = self._settings.warehouse
        try:
            with file.connect(warehouse, read_only=True) as connection:
                write_page(connection, run_id or "", data_docs_page(warehouse))
        except (duckdb.Error, OSError) as error:
            warn(f"{data_docs_page(warehouse)} could not be written: {in_one_line(str(error))}")

    @property
    def settings(self) -> Settings:
        """What this run reads and writes."""
        return self._settings

    @property
    def repair(self) -> Repair | None:
        """What this run computes anew though nothing of it has changed."""
        return self._repair

    def dbt(self) -> DbtProcess:
        """Return the process that has been getting ready since the run began; another one after."""
        ready, self._dbt = self._dbt, None
        return ready or DbtProcess(self._settings)

    @property
    def gates(self) -> GateProcess:
        """Return the process that evaluates the gates."""
        return self._gates

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open the warehouse; close it before another step's process needs it."""
        connection = file.connect(self._settings.warehouse, leaves_log=True)
        runs.create_tables(connection)
        return connection


@contextmanager
def only_passing_faults_are_retried() -> Iterator[None]:
    """Let a step's retry policy see locks and disks only; anything else fails again at once.

    Dagster would also try again what somebody has ended.
    """
    try:
        yield
    except (dg.Failure, OSError, duckdb.IOException):
        raise
    except (dg.DagsterExecutionInterruptedError, KeyboardInterrupt) as error:
        raise dg.Failure(
            description="the run was ended from outside", allow_retries=False
        ) from error
    except Exception as error:
        raise dg.Failure(description=in_one_line(str(error)), allow_retries=False) from error


@dg.definitions
def resources() -> dg.Definitions:
    """Return the resource and the executor: DuckDB has one writer, so steps share a process."""
    return dg.Definitions(resources={"warehouse": Warehouse()}, executor=dg.in_process_executor)
