"""The nightly job in this process: the same definitions, instance and lock that the UI uses."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import duckdb

from orchestration import runs
from orchestration.config import Settings
from orchestration.warehouse import connect

DAGSTER_YAML = """\
# Written by supportmart; yours to change.
telemetry:
  enabled: false
nux:
  enabled: false
freshness:
  enabled: true
# One step at a time writes to DuckDB, whatever process it runs in.
concurrency:
  pools:
    default_limit: 1
    granularity: op
"""


@dataclass(frozen=True)
class NightlyResult:
    """How a run ended, with what there is to say about it."""

    run_id: str
    status: runs.Status
    detail: str | None


def dagster_home(project: Path) -> Path:
    """Return the folder of Dagster's own records, made and configured where it is missing."""
    home = Path(os.environ.get("DAGSTER_HOME") or project / "var" / "dagster").absolute()
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "dagster.yaml"
    if not configuration.exists():
        configuration.write_text(DAGSTER_YAML, encoding="utf-8")
    return home


def run_nightly(settings: Settings, *, full_refresh: bool = False) -> NightlyResult:
    """Run the job `nightly` and return how it ended; a failed run is a result, not an exception."""
    os.environ.update(settings.environment())
    os.environ["DAGSTER_HOME"] = str(dagster_home(settings.project))
    # Reads the dbt manifest and the settings, which must be in place first.
    from orchestration.definitions import defs

    job = defs().resolve_job_def("nightly")
    with dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config={
                "resources": {"warehouse": {"config": {"full_refresh": full_refresh}}},
                "loggers": {"console": {"config": {"log_level": "INFO"}}},
            },
        )
    run = _read_run(settings, result.run_id)
    if run and run.status != "running":
        return NightlyResult(result.run_id, run.status, run.detail)
    failures = [
        event.event_specific_data.error_display_string
        for event in result.all_events
        if event.is_failure and event.event_specific_data
    ]
    return NightlyResult(result.run_id, "failed", "\n".join(failures) or "the run left no record")


def _read_run(settings: Settings, run_id: str) -> runs.Run | None:
    try:
        with connect(settings.warehouse, read_only=True) as connection:
            return runs.Run.read(connection, run_id)
    except duckdb.Error:
        return None
