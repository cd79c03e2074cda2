"""Raw tables: the landing folder's new files, loaded."""

from collections.abc import Iterator

import dagster as dg
import duckdb

from orchestration import runs
from orchestration.config import PROJECT
from orchestration.dbt_project import code_version, prepare_manifest, read_manifest
from orchestration.defs.warehouse import (
    RETRIES,
    Warehouse,
    only_passing_faults_are_retried,
)
from orchestration.erase import apply_erasures
from orchestration.landing import LoadSummary, load_landing
from orchestration.landing.contract import read_contracts
from orchestration.warehouse import sql_name

BOOKS = {
    "row_ledger": "One row per file and load: rows read, loaded and rejected.",
    "rejected_rows": "One row per landing row that could not be loaded, with its reason.",
    "connection_channels": "One row per word for a channel that a connection.yml maps.",
}
OWNERS = ["team:analytics-engineering"]


def raw_specs() -> list[dg.AssetSpec]:
    """Return one asset for each raw table, under the key that dbt's sources have."""
    descriptions = {
        (source["schema"], source["name"]): source["description"]
        for source in read_manifest(prepare_manifest(PROJECT))["sources"].values()
    }
    tables = [
        dg.AssetSpec(
            key=[table.schema, table.name],
            description=descriptions.get((table.schema, table.name))
            or f"One row per loaded version of a row of {table.name}.",
            group_name="raw",
            owners=OWNERS,
            kinds={"duckdb"},
        )
        for contract in read_contracts().values()
        for table in contract.tables.values()
    ]
    books = [
        dg.AssetSpec(
            key=["quality", name],
            description=description,
            group_name="quality",
            owners=OWNERS,
            kinds={"duckdb"},
        )
        for name, description in BOOKS.items()
    ]
    return [*tables, *books]


@dg.multi_asset(name="landing", specs=raw_specs(), retry_policy=RETRIES)
def load_landing_files(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None]]:
    """Load what is new in the landing folder; a refused file degrades the run, no more."""
    with only_passing_faults_are_retried(), warehouse.connect() as connection:
        runs.start_run(
            connection,
            warehouse.settings,
            context.run_id,
            code_version=code_version(),
            is_full_refresh=warehouse.full_refresh,
        )
        summary = load_landing(warehouse.settings, connection, context.run_id)
        apply_erasures(connection)
        counts = _row_counts(connection)
        is_empty = not sum(counts[key] for key in counts if key[0] != "quality")
        for message in summary.messages:
            if message.severity != "error":
                context.log.warning(str(message))
            elif not is_empty:
                context.log.error(str(message))
        runs.record_load(
            connection,
            context.run_id,
            rows_read=summary.rows_read,
            rows_loaded=summary.rows_loaded,
            rows_rejected=summary.rows_rejected,
            detail=refusals(summary),
        )
        context.log.info(
            "loaded %s of %s new rows, %s rejected",
            summary.rows_loaded,
            summary.rows_read,
            summary.rows_rejected,
        )
        # What was refused is told as the run's end then, and not twice.
        if is_empty:
            raise dg.Failure(
                description=refusals(summary)
                or f"there is nothing to load in {warehouse.settings.landing}: put a folder with a "
                "connection.yml and a help desk's files there, or try `supportmart demo`",
                allow_retries=False,
            )
    for key, rows in counts.items():
        yield dg.MaterializeResult(asset_key=list(key), metadata={"dagster/row_count": rows})


def refusals(summary: LoadSummary) -> str | None:
    """Return what was left out and how to mend it, one line each; None when nothing was."""
    errors = [str(message) for message in summary.messages if message.severity == "error"]
    return "\n".join(errors) or None


def _row_counts(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """Return how many rows each raw table and book has."""
    keys = [tuple(spec.key.path) for spec in load_landing_files.specs]
    counted = " union all ".join(
        f"select {index}, count(*) from {schema}.{sql_name(table)}"
        for index, (schema, table) in enumerate(keys)
    )
    return {keys[index]: rows for index, rows in connection.execute(counted).fetchall()}
