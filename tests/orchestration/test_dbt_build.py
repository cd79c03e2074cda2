from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from orchestration.config import PROJECT
from orchestration.dbt_build import BuildError, read_results
from orchestration.runs import CheckResult

MANIFEST: dict[str, Any] = {
    "nodes": {
        "model.supportmart.fct_turns": {
            "resource_type": "model",
            "schema": "core",
            "alias": "fct_turns",
            "name": "fct_turns",
            "original_file_path": "models/core/fct_turns.sql",
        },
        "test.supportmart.unique.1": {
            "resource_type": "test",
            "name": "unique_fct_turns",
            "test_metadata": {"name": "unique", "kwargs": {"column_name": "turn_key"}},
            "attached_node": "model.supportmart.fct_turns",
            "depends_on": {"nodes": ["model.supportmart.fct_turns"]},
            "config": {"severity": "ERROR"},
            "original_file_path": "models/core/fct_turns.yml",
        },
        "test.supportmart.singular.2": {
            "resource_type": "test",
            "name": "assert_replies_answer_turns",
            "raw_code": "-- A reply answers a turn,\n-- or none.\nselect 1",
            "attached_node": None,
            "depends_on": {"nodes": ["source.supportmart.raw_helpdesk.tickets"]},
            "config": {"severity": "warn"},
            "original_file_path": "tests/dbt/core/assert_replies_answer_turns.sql",
        },
    },
    "sources": {
        "source.supportmart.raw_helpdesk.tickets": {"schema": "raw_helpdesk", "name": "tickets"}
    },
}


def _results(*entries: tuple[str, str, int | None, str | None]) -> dict[str, Any]:
    names = ("unique_id", "status", "failures", "message")
    return {"results": [dict(zip(names, entry, strict=True)) for entry in entries]}


def test_results_are_sorted_into_models_tests_and_errors() -> None:
    result = read_results(
        _results(
            ("model.supportmart.fct_turns", "success", None, "OK"),
            ("test.supportmart.unique.1", "fail", 3, "Got 3 results"),
            ("test.supportmart.singular.2", "warn", 1, "Got 1 result"),
        ),
        MANIFEST,
    )
    assert result.built == ["model.supportmart.fct_turns"]
    assert [test.check for test in result.tests] == [
        CheckResult(
            check_name="unique_fct_turns",
            table_name="core.fct_turns",
            severity="error",
            success=False,
            observed="3 rows that are otherwise",
            expected="No two rows have the same turn_key.",
        ),
        CheckResult(
            check_name="assert_replies_answer_turns",
            table_name="raw_helpdesk.tickets",
            severity="warn",
            success=False,
            observed="1 rows that are otherwise",
            expected="A reply answers a turn, or none.",
        ),
    ]
    assert [check.check_name for check in result.failed_tests] == ["unique_fct_turns"]
    assert not result.errors


def test_a_model_or_test_that_cannot_run_is_an_error_of_code() -> None:
    result = read_results(
        _results(
            ("model.supportmart.fct_turns", "error", None, "Catalog Error: no such table"),
            ("test.supportmart.unique.1", "skipped", None, None),
        ),
        MANIFEST,
    )
    assert result.errors == [
        BuildError("models/core/fct_turns.sql", "Catalog Error: no such table")
    ]
    assert not result.built
    assert not result.tests


# Its build would not end by itself.
ENDLESS_BUILD = """
import os, sys
from orchestration import dbt_process

class Waiting:
    def __init__(self, *_): pass
    def invoke(self, arguments, *_):
        self.success, self.result, self.exception = True, None, None
        if "build" in arguments:
            print(os.getpid(), flush=True)
            import time
            time.sleep(600)
        return self

import dbt.cli.main
dbt.cli.main.dbtRunner = Waiting
sys.exit(dbt_process.main())
"""


def test_dbt_ends_with_a_night_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ENDLESS_BUILD, "--target-path", str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        print('{"environment": {}, "arguments": ["build"]}', file=process.stdin, flush=True)
        assert process.stdout.readline().strip() == str(process.pid)
        assert process.poll() is None
        # What the end of its parent does to its input.
        process.stdin.close()
        try:
            assert process.wait(timeout=30) == 1
        finally:
            process.kill()
