"""Runs a gate's expectations with Great Expectations and writes its Data Docs site."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from orchestration.garbage import all_of_it_stays
from orchestration.gates.definition import Check
from orchestration.gates.profile import is_unused, read_rows
from orchestration.runs import CheckResult

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

CRITICALITY = {"error": "critical", "warn": "warning"}
SHOWN_VALUES = 20


class GateError(RuntimeError):
    """An expectation that could not be evaluated, which is no verdict on the data."""


@dataclass(frozen=True)
class Outcome:
    """What one check found."""

    check: Check
    success: bool
    observed: str

    def as_result(self) -> CheckResult:
        """Return the row for the book of check results."""
        return CheckResult(
            check_name=self.check.name,
            table_name=self.check.table,
            severity=self.check.severity,
            success=self.success,
            observed=self.observed,
            expected=self.check.expected,
        )


def validate(
    connection: duckdb.DuckDBPyConnection,
    checks: Sequence[Check],
    as_of: datetime,
    data_docs: Path,
) -> list[Outcome]:
    """Evaluate the checks and write their Data Docs site, which replaces the one before."""
    gx = _great_expectations()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(globally=False)
    frames = context.data_sources.add_pandas("warehouse").add_dataframe_asset("rows")
    data = frames.add_batch_definition_whole_dataframe("all")
    outcomes: list[Outcome] = []
    for (table, rows), group in groupby(checks, key=lambda check: (check.table, check.rows)):
        batch = list(group)
        if is_unused(connection, table):
            outcomes += [Outcome(check, True, "no connection has rows here") for check in batch]
            continue
        suite = gx.ExpectationSuite(
            f"{table} ({rows})", expectations=[_expectation(gx, check) for check in batch]
        )
        definition = gx.ValidationDefinition(
            name=suite.name, data=data, suite=context.suites.add(suite)
        )
        frame = read_rows(connection, table, rows, as_of)
        result = context.validation_definitions.add(definition).run(
            batch_parameters={"dataframe": frame},
            result_format={"result_format": "SUMMARY"},
            run_id=gx.RunIdentifier(run_name=f"as of {as_of:%Y-%m-%dT%H%M}"),
        )
        outcomes += _outcomes(batch, result, frame)
    _write_data_docs(context, data_docs)
    return outcomes


def _great_expectations() -> Any:
    # Read once, on import.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with all_of_it_stays():
        import great_expectations as gx
    return gx


def _expectation(gx: Any, check: Check) -> Any:
    return getattr(gx.expectations, check.expectation)(
        **check.arguments,
        severity=CRITICALITY[check.severity],
        # A description would stand in the place of the bounds.
        notes=check.reason,
        meta={"name": check.name},
    )


def _outcomes(checks: Sequence[Check], result: Any, frame: pd.DataFrame) -> Iterator[Outcome]:
    found = {entry.expectation_config.meta["name"]: entry for entry in result.results}
    for check in checks:
        entry = found[check.name]
        if error := _exception(entry.exception_info):
            raise GateError(
                f"the check {check.name} of {check.table} could not be evaluated: {error}; "
                "mend the check in orchestration/gates"
            )
        yield Outcome(check, bool(entry.success), _observed(check, entry.result, frame))


def _exception(info: dict[str, Any]) -> str | None:
    """Return the message of an error, which Great Expectations nests by metric, if there is one."""
    for entry in (info, *(value for value in info.values() if isinstance(value, dict))):
        if entry.get("raised_exception"):
            return str(entry.get("exception_message"))
    return None


def _observed(check: Check, result: dict[str, Any], frame: pd.DataFrame) -> str:
    """Return what was found in one line: the value of each connection, or the value."""
    column = check.arguments.get("column")
    if check.rows == "profile" and column:
        values = {
            row.connection: round(float(row.value), 6)
            for row in frame[["connection", column]]
            .rename(columns={column: "value"})
            .dropna()
            .head(SHOWN_VALUES)
            .itertuples()
        }
        return json.dumps(values) if values else "too few rows to say"
    if "observed_value" in result:
        value = result["observed_value"]
        return f"{len(value)} columns" if check.rows == "schema" else json.dumps(value, default=str)
    return f"{result['unexpected_count']} of {result['element_count']} rows are otherwise"


def _write_data_docs(context: Any, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    title = f"supportmart, gate {folder.name}"
    context.add_data_docs_site(
        title,
        {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder),
            },
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    context.build_data_docs(site_names=[title])
