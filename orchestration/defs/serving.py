"""The serving database: what BI tools read."""

from pathlib import Path

import dagster as dg
import duckdb

from orchestration import runs
from orchestration.causes import in_one_line
from orchestration.compaction import CompactionError, compact_if_due
from orchestration.defs.models import MANIFEST, build_models
from orchestration.defs.raw import OWNERS
from orchestration.defs.warehouse import (
    RETRIES,
    Warehouse,
    only_passing_faults_are_retried,
)
from orchestration.publication import SCHEMAS, publish


@dg.asset(
    name="published",
    group_name="serving",
    owners=OWNERS,
    kinds={"duckdb"},
    deps=[spec.key for spec in build_models.specs if spec.key.path[0] in SCHEMAS],
    retry_policy=RETRIES,
)
def published(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> dg.MaterializeResult[None]:
    """Publish the core, marts and quality schemas, without private data, as one new file."""
    settings = warehouse.settings
    with only_passing_faults_are_retried():
        finished_at = runs.utc_now()
        with warehouse.connect() as connection:
            runs.record_counts(connection, context.run_id)
            run = runs.Run.read(connection, context.run_id)
        status: runs.Status = "degraded" if run and run.detail else "published"
        counts = publish(
            settings.warehouse,
            settings.serving,
            MANIFEST,
            run_id=context.run_id,
            status=status,
            finished_at=finished_at,
        )
        with warehouse.connect() as connection:
            runs.finish_run(connection, context.run_id, status, finished_at=finished_at)
    _compact(context, settings.warehouse)
    context.log.info("%s: %s tables in %s", status, len(counts), settings.serving)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(settings.serving),
            "bytes": settings.serving.stat().st_size,
            "tables": len(counts),
            "rows": dg.MetadataValue.json(counts),
        }
    )


def _compact(context: dg.AssetExecutionContext, warehouse: Path) -> None:
    """Close the warehouse's gaps where there are many; the night is published all the same."""
    try:
        if compact_if_due(warehouse):
            context.log.info("%s had many gaps and was written anew", warehouse)
    except (duckdb.Error, OSError, CompactionError) as error:
        reason = in_one_line(str(error))
        context.log.warning("%s could not be written anew: %s", warehouse, reason)
