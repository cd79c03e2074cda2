"""The nightly job, what starts it and follows it, and the job that repairs."""

import hashlib
import time
from pathlib import Path

import dagster as dg
import duckdb

from orchestration import runs
from orchestration.causes import in_one_line
from orchestration.config import Settings
from orchestration.repair import REPAIR

# A file that is still being copied keeps changing; it is taken once it has been quiet.
QUIET_SECONDS = 60.0


@dg.failure_hook(name="record_failure", required_resource_keys={"warehouse"})
def record_failure(context: dg.HookContext) -> None:
    """Close the run in quality.runs, unless a gate has already said why it was held."""
    cause = context.op_exception
    detail = getattr(cause, "description", None) or in_one_line(str(cause))
    try:
        with context.resources.warehouse.connect() as connection:
            runs.fail_run(connection, context.run_id, detail)
    except duckdb.Error as error:
        reason = in_one_line(str(error))
        # Without its traceback: the failure itself has been told, and this is for its reader.
        context.log.warning("quality.runs could not be told of the failure: %s", reason)


nightly_job = dg.define_asset_job(
    name="nightly",
    description="Load, check, build, check and publish.",
    selection=dg.AssetSelection.all(),
    hooks={record_failure},
)

repair_job = dg.define_asset_job(
    name=REPAIR,
    description=(
        "A night that also computes anew the contacts and days named by repair_connections, "
        "repair_from and repair_to in the configuration of the resource `warehouse`."
    ),
    selection=dg.AssetSelection.all(),
    hooks={record_failure},
)


@dg.sensor(
    job=nightly_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Runs the nightly job when files in the landing folder are new or have changed.",
)
def new_landing_files(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Ask for a run for each state of the landing folder, once it is quiet."""
    landing = Settings.from_environment().landing
    state, newest = landing_state(landing)
    if state == context.cursor:
        return dg.SkipReason(f"nothing has changed in {landing}")
    if time.time() - newest < QUIET_SECONDS:
        return dg.SkipReason(f"files in {landing} are still being written")
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=state)], cursor=state)


def landing_state(landing: Path) -> tuple[str, float]:
    """Return a digest of the files' names, sizes and times, and when the newest was written."""
    files = sorted(path for path in landing.rglob("*") if path.is_file())
    states = [(path, path.stat()) for path in files]
    lines = "\n".join(f"{path}\t{stat.st_size}\t{stat.st_mtime_ns}" for path, stat in states)
    newest = max((stat.st_mtime for _, stat in states), default=0.0)
    return hashlib.sha256(lines.encode()).hexdigest(), newest


@dg.definitions
def nightly() -> dg.Definitions:
    """Return the jobs, the schedule and the sensor."""
    schedule = dg.ScheduleDefinition(
        name="nightly",
        job=nightly_job,
        cron_schedule="0 2 * * *",
        execution_timezone=Settings.from_environment().time_zone,
    )
    return dg.Definitions(
        jobs=[nightly_job, repair_job], schedules=[schedule], sensors=[new_landing_files]
    )
