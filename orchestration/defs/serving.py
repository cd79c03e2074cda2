"""The serving database: what BI tools read."""

import dagster as dg

from orchestration import runs
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
    context.log.info("%s: %s tables in %s", status, len(counts), settings.serving)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(settings.serving),
            "bytes": settings.serving.stat().st_size,
            "tables": len(counts),
            "rows": dg.MetadataValue.json(counts),
        }
    )
