"""The process that Great Expectations runs in: it evaluates batches and writes their Data Docs.

Importing Great Expectations takes seconds, which pass while the night does something else. Standard
input brings orders, pickled; standard output takes two answers to each, the outcomes and, when the
pages are written, None. In place of either stands what went wrong, as a text. The end of the input
ends it.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from orchestration.causes import in_one_line
from orchestration.garbage import all_of_it_stays
from orchestration.gates.definition import Check
from orchestration.gates.validation import Batch, GateError, Order, Outcome

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

CRITICALITY = {"error": "critical", "warn": "warning"}
SHOWN_VALUES = 20


def main() -> int:
    """Import Great Expectations, then follow orders until there are no more."""
    # Whoever ends the night ends its input, too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Standard output is for answers: what a library prints goes to standard error.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    gx = _great_expectations()
    with suppress(EOFError, BrokenPipeError):
        while True:
            order = pickle.load(sys.stdin.buffer)  # noqa: S301 - the night's own
            _follow(gx, order, answers)
    return 0


def _follow(gx: Any, order: Order, answers: BinaryIO) -> None:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(globally=False)
    try:
        outcomes: list[Outcome] | str = _evaluate(gx, context, order)
    except GateError as error:
        outcomes = str(error)
    except Exception as error:  # noqa: BLE001 - told to the night, whatever it is
        outcomes = f"Great Expectations could not evaluate the checks: {in_one_line(str(error))}"
    _answer(answers, outcomes)
    problem = None
    if not isinstance(outcomes, str):
        try:
            _write_data_docs(context, order.data_docs)
        except Exception as error:  # noqa: BLE001 - told to the night, whatever it is
            problem = f"{order.data_docs} could not be written: {in_one_line(str(error))}"
    _answer(answers, problem)


def _answer(answers: BinaryIO, answer: object) -> None:
    pickle.dump(answer, answers)
    answers.flush()


def _great_expectations() -> Any:
    # Read once, on import.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with all_of_it_stays():
        import great_expectations as gx
    return gx


def _evaluate(gx: Any, context: Any, order: Order) -> list[Outcome]:
    frames = context.data_sources.add_pandas("warehouse").add_dataframe_asset("rows")
    data = frames.add_batch_definition_whole_dataframe("all")
    outcomes: list[Outcome] = []
    for batch in order.batches:
        if batch.frame is None:
            outcomes += [Outcome(it, True, "no connection has rows here") for it in batch.checks]
            continue
        suite = gx.ExpectationSuite(
            batch.name, expectations=[_expectation(gx, check) for check in batch.checks]
        )
        definition = gx.ValidationDefinition(
            name=suite.name, data=data, suite=context.suites.add(suite)
        )
        result = context.validation_definitions.add(definition).run(
            batch_parameters={"dataframe": batch.frame},
            result_format={"result_format": "SUMMARY"},
            run_id=gx.RunIdentifier(run_name=f"as of {order.as_of:%Y-%m-%dT%H%M}"),
        )
        outcomes += _outcomes(batch, result)
    return outcomes


def _expectation(gx: Any, check: Check) -> Any:
    return getattr(gx.expectations, check.expectation)(
        **check.arguments,
        severity=CRITICALITY[check.severity],
        # A description would stand in the place of the bounds.
        notes=check.reason,
        meta={"name": check.name},
    )


def _outcomes(batch: Batch, result: Any) -> Iterator[Outcome]:
    found = {entry.expectation_config.meta["name"]: entry for entry in result.results}
    for check in batch.checks:
        entry = found[check.name]
        if error := _exception(entry.exception_info):
            raise GateError(
                f"the check {check.name} of {check.table} could not be evaluated: {error}; "
                "mend the check in orchestration/gates"
            )
        yield Outcome(check, bool(entry.success), _observed(check, entry.result, batch.frame))


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


if __name__ == "__main__":
    sys.exit(main())
