"""The nightly job in this process: the same definitions, instance and lock that the UI uses."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import duckdb
from dagster_shared.error import SerializableErrorInfo

from orchestration import runs
from orchestration.causes import ENDED, in_one_line
from orchestration.config import Settings
from orchestration.dagster_records import dagster_instance
from orchestration.garbage import all_of_it_stays
from orchestration.repair import REPAIR, Repair
from orchestration.warehouse import connect

DAGSTER_YAML = Path(__file__).with_name("dagster.yaml")


@dataclass(frozen=True)
class NightlyResult:
    """How a run ended, what there is to say about it, and where a failure is told in full."""

    run_id: str
    status: runs.Status
    detail: str | None
    log: Path | None = None


def dagster_home(project: Path) -> Path:
    """Return the folder of Dagster's own records, made and configured where it is missing."""
    home = Path(os.environ.get("DAGSTER_HOME") or project / "var" / "dagster").absolute()
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "dagster.yaml"
    if not configuration.exists():
        shutil.copy(DAGSTER_YAML, configuration)
    return home


def run_nightly(
    settings: Settings, *, full_refresh: bool = False, repair: Repair | None = None
) -> NightlyResult:
    """Run the job `nightly` and return how it ended; a failed run is a result, not an exception.

    With something to repair it is the job `repair`.
    """
    os.environ.update(settings.environment())
    home = dagster_home(settings.project)
    os.environ["DAGSTER_HOME"] = str(home)
    with all_of_it_stays():
        # Reads the dbt manifest and the settings, which must be in place first.
        from orchestration.definitions import defs

        job = defs().resolve_job_def(REPAIR if repair else "nightly")
    warehouse = {"full_refresh": full_refresh, **(repair.configuration() if repair else {})}
    with dagster_instance(home) as instance:
        result = job.execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config={
                "resources": {"warehouse": {"config": warehouse}},
                "loggers": {"console": {}},
            },
        )
    errors = [
        error
        for failure in result.all_events
        if failure.is_failure and (error := getattr(failure.event_specific_data, "error", None))
    ]
    run = _read_run(settings, result.run_id)
    if run and run.status not in ("running", "failed"):
        return NightlyResult(result.run_id, run.status, run.detail)
    detail = (run and run.detail) or next(
        map(_root_cause, errors), "the run left no record of its end"
    )
    log = failure_log(settings)
    # The run's failure repeats the step's.
    texts = dict.fromkeys(error.to_string() for error in errors)
    log.write_text("\n\n".join(texts), encoding="utf-8")
    return NightlyResult(result.run_id, "failed", detail, log)


def failure_log(settings: Settings) -> Path:
    """Return where the last failure of a run on this warehouse is told in full."""
    return settings.warehouse.with_name("last_failure.log")


def _root_cause(error: SerializableErrorInfo) -> str:
    """Return the message of the error beneath a failure, such as a lock that was waited for."""
    while error.cause is not None:
        error = error.cause
    # Between two steps.
    if error.cls_name == dg.DagsterExecutionInterruptedError.__name__:
        return ENDED
    return in_one_line(error.message)


def _read_run(settings: Settings, run_id: str) -> runs.Run | None:
    try:
        with connect(settings.warehouse, read_only=True) as connection:
            return runs.Run.read(connection, run_id)
    except duckdb.Error:
        return None
