"""The two gates: on what was loaded, before dbt; and on what dbt built, before publication."""

from collections.abc import Iterator

import dagster as dg

from orchestration import runs
from orchestration.defs.warehouse import Warehouse, only_passing_faults_are_retried
from orchestration.gates.definition import Check, Gate, read_checks
from orchestration.gates.profile import before_all_data, compare_with_published
from orchestration.gates.validation import Outcome


def _specs(gate: Gate) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            name=check.name,
            asset=check.table.split("."),
            description=check.reason,
            blocking=check.severity == "error",
        )
        for check in read_checks(gate)
    ]


@dg.multi_asset_check(name="raw_gate", specs=_specs("raw"), can_subset=True)
def check_raw(
    context: dg.AssetCheckExecutionContext, warehouse: Warehouse
) -> Iterator[dg.AssetCheckResult]:
    """Hold the build back when what was loaded cannot be right."""
    yield from _evaluate(context, warehouse, "raw")


@dg.multi_asset_check(name="publication_gate", specs=_specs("built"), can_subset=True)
def check_built(
    context: dg.AssetCheckExecutionContext, warehouse: Warehouse
) -> Iterator[dg.AssetCheckResult]:
    """Hold the publication back when what was built cannot be right."""
    yield from _evaluate(context, warehouse, "built")


def _evaluate(
    context: dg.AssetCheckExecutionContext, warehouse: Warehouse, gate: Gate
) -> Iterator[dg.AssetCheckResult]:
    with only_passing_faults_are_retried():
        outcomes = _outcomes(context, warehouse, gate)
    for outcome in outcomes:
        yield _asset_check_result(outcome.check, outcome.success, outcome.observed)


def _outcomes(
    context: dg.AssetCheckExecutionContext, warehouse: Warehouse, gate: Gate
) -> list[Outcome]:
    settings = warehouse.settings
    selected = {(key.asset_key, key.name) for key in context.selected_asset_check_keys}
    checks = [
        check
        for check in read_checks(gate)
        if (dg.AssetKey(check.table.split(".")), check.name) in selected
    ]
    with warehouse.connect() as connection:
        run = runs.Run.read(connection, context.run.run_id)
        is_comparable = run is None or not (run.is_full_refresh or run.is_full_rebuild)
        compare_with_published(connection, settings.serving if is_comparable else None)
        outcomes = warehouse.gates.validate(
            connection,
            checks,
            settings.as_of,
            settings.warehouse.parent / "data_docs" / gate,
        )
        results = [outcome.as_result() for outcome in outcomes]
        runs.record_checks(connection, context.run.run_id, "great_expectations", results)
        failed = [result for result in results if not result.success]
        for result in failed:
            if result.severity == "warn":
                context.log.warning("warning: %s", result.describe())
        # An error ends the run, and is told as its end.
        if errors := [result for result in failed if result.severity == "error"]:
            cause = before_all_data(connection, settings.as_of)
            runs.hold_run(connection, context.run.run_id, errors, cause)
    return outcomes


def _asset_check_result(check: Check, success: bool, observed: str) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=check.table.split("."),
        check_name=check.name,
        passed=success,
        severity=dg.AssetCheckSeverity[check.severity.upper()],
        metadata={"observed": observed, "expected": check.expected},
    )
