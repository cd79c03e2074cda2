"""dbt's models and seeds, built by one dbt process; its tests are asset checks."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from orchestration import runs
from orchestration.causes import in_one_line
from orchestration.config import PROJECT
from orchestration.dbt_build import target_folder
from orchestration.dbt_project import (
    build_arguments,
    name_of,
    prepare_manifest,
    read_manifest,
)
from orchestration.dbt_tests import describe_test
from orchestration.defs.raw import OWNERS
from orchestration.defs.warehouse import (
    RETRIES,
    Warehouse,
    only_passing_faults_are_retried,
)
from orchestration.increments import FullBuild, begin_build, complete_build
from orchestration.publication import changes

UNIQUE_ID = "dagster_dbt/unique_id"
MANIFEST = read_manifest(prepare_manifest(PROJECT))

# One night may fail and be mended in the morning; after two, readers should know.
MARTS_FRESHNESS = dg.FreshnessPolicy.time_window(
    warn_window=timedelta(hours=30), fail_window=timedelta(hours=54)
)


class Translator(DagsterDbtTranslator):
    """Groups by layer, the project's owners, descriptions in words, freshness for what is read."""

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return the description that the model has, without its SQL."""
        return str(dbt_resource_props["description"])

    def get_asset_check_spec(
        self,
        asset_spec: dg.AssetSpec,
        manifest: Mapping[str, Any],
        unique_id: str,
        project: Any,
    ) -> dg.AssetCheckSpec | None:
        """Return dagster-dbt's own spec with what the test expects, in words."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        test = self.get_resource_props(manifest, unique_id)
        return spec and spec._replace(description=describe_test(test))

    def get_asset_spec(
        self, manifest: Mapping[str, Any], unique_id: str, project: Any
    ) -> dg.AssetSpec:
        """Return dagster-dbt's own spec with what this project adds."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        schema = self.get_resource_props(manifest, unique_id)["schema"]
        spec = spec.replace_attributes(group_name=schema, owners=OWNERS)
        if schema == "marts":
            spec = spec.replace_attributes(freshness_policy=MARTS_FRESHNESS)
        return spec


@dbt_assets(
    manifest=MANIFEST,
    dagster_dbt_translator=Translator(),
    name="dbt",
    retry_policy=RETRIES,
)
def build_models(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Build seeds, models and data tests with one `dbt build`.

    dbt is started directly: dagster-dbt's own client first asks `dbt --version`, which looks on the
    network, and makes a second adapter; together 3 seconds of every run.
    """
    specs = {spec.metadata[UNIQUE_ID]: spec for spec in context.assets_def.specs}
    checks = {spec.metadata[UNIQUE_ID]: spec for spec in context.assets_def.check_specs}
    selected = _selection(context, specs, checks)
    with only_passing_faults_are_retried():
        with warehouse.connect() as connection:
            if warehouse.repair:
                warehouse.repair.check(connection)
            since = begin_build(
                connection,
                warehouse.settings,
                MANIFEST,
                full_refresh=warehouse.full_refresh,
                is_partial=bool(selected),
                repair=warehouse.repair,
            )
        if isinstance(since, FullBuild):
            context.log.info("building everything: %s", since.reason)
        else:
            context.log.info("building what has changed since load %s", since.load_id)
            for seed in since.changed_seeds:
                context.log.info("seeds/%s.csv has changed", seed)
            if since.repair:
                context.log.info("repairing %s", since.repair)
        result = warehouse.dbt().build(
            MANIFEST,
            build_arguments(
                is_full_refresh=warehouse.full_refresh,
                is_full=isinstance(since, FullBuild),
                loads_seeds=not isinstance(since, FullBuild) and bool(since.changed_seeds),
                selected=selected,
            ),
            context.log.info,
            None if isinstance(since, FullBuild) else since,
        )
        with warehouse.connect() as connection:
            # However it ended: what it replaced before it failed is published with the next one.
            changes.record_build(connection, is_full=isinstance(since, FullBuild))
            if result.is_complete and not selected:
                complete_build(connection)
            tests = [test.check for test in result.tests]
            runs.record_checks(connection, context.run_id, "dbt", tests)
            if failed := result.failed_tests:
                runs.hold_run(connection, context.run_id, failed)
            metadata = _table_metadata(connection)
    context.log.info(
        "dbt built %s models and seeds and ran %s tests; its log is %s",
        len(result.built),
        len(tests),
        target_folder(warehouse.settings) / "dbt.log",
    )
    for unique_id in result.built:
        if spec := specs.get(unique_id):
            node = MANIFEST["nodes"][unique_id]
            yield dg.MaterializeResult(
                asset_key=spec.key,
                metadata=metadata.get((node["schema"], node["alias"]), {}),
            )
    for test in result.tests:
        if check := checks.get(test.unique_id):
            yield dg.AssetCheckResult(
                asset_key=check.asset_key,
                check_name=check.name,
                passed=test.check.success,
                severity=dg.AssetCheckSeverity[test.check.severity.upper()],
                metadata={"observed": test.check.observed, "expected": test.check.expected},
            )
    if result.errors:
        causes = [f"{error.place}: {in_one_line(error.message)}" for error in result.errors]
        mend = "; mend it and run again"
        raise dg.Failure("\n".join(causes) + mend, allow_retries=False) from RuntimeError(
            "\n\n".join(f"{error.place}: {error.message}" for error in result.errors)
        )


def _selection(
    context: dg.AssetExecutionContext,
    specs: Mapping[str, dg.AssetSpec],
    checks: Mapping[str, dg.AssetCheckSpec],
) -> list[str]:
    """Return what selects in dbt what a person has chosen in the UI; nothing when it is all."""
    if not context.is_subset:
        return []
    assets = context.selected_asset_keys
    tests = context.selected_asset_check_keys
    return [
        *(_with_its_sources(unique_id) for unique_id, spec in specs.items() if spec.key in assets),
        *(name_of(unique_id) for unique_id, spec in checks.items() if spec.key in tests),
    ]


def _with_its_sources(unique_id: str) -> str:
    """Select a model; with all that it reads where the tables between may hold but a part of it."""
    by_contact = MANIFEST["nodes"][unique_id]["config"].get("incremental_strategy") == "by_contact"
    return f"+{name_of(unique_id)}" if by_contact else name_of(unique_id)


def _table_metadata(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return columns and row counts of tables; counting a view's rows would be a query."""
    rows = connection.execute(
        """
        select
            columns.schema_name,
            columns.table_name,
            any_value(tables.estimated_size) as row_count,
            list({'name': column_name, 'type': data_type} order by column_index) as columns
        from duckdb_columns() as columns
        left join duckdb_tables() as tables using (database_name, schema_name, table_name)
        where columns.database_name = current_database() and not columns.internal
        group by all
        """
    ).fetchall()
    return {
        (schema, table): {
            "dagster/column_schema": dg.TableSchema(
                columns=[
                    dg.TableColumn(name=column["name"], type=column["type"]) for column in columns
                ]
            ),
            **({} if row_count is None else {"dagster/row_count": row_count}),
        }
        for schema, table, row_count, columns in rows
    }
