"""Runs `dbt build` and reads what became of every model and test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.config import PROJECT, Settings
from orchestration.dbt_project import project_flags
from orchestration.dbt_tests import describe_test
from orchestration.increments import Since
from orchestration.runs import CheckResult, Severity
from orchestration.warehouse import is_lock_conflict

PROGRESS_SECONDS = 15.0


@dataclass(frozen=True)
class TestResult:
    """What one data test found; `check` is its row in the book of check results."""

    unique_id: str
    check: CheckResult


@dataclass(frozen=True)
class BuildError:
    """What dbt could not run, and why in dbt's own words, which may be many lines."""

    place: str
    message: str


@dataclass(frozen=True)
class BuildResult:
    """What one `dbt build` did: unique ids of what was built, tests, and errors of code."""

    built: Sequence[str]
    tests: Sequence[TestResult]
    errors: Sequence[BuildError]

    @property
    def is_complete(self) -> bool:
        """Whether everything was built: dbt skips what lies behind an error or a failed test."""
        return not self.errors and not self.failed_tests

    @property
    def failed_tests(self) -> list[CheckResult]:
        """The failures that keep the result from being published."""
        return [
            test.check
            for test in self.tests
            if not test.check.success and test.check.severity == "error"
        ]


def target_folder(settings: Settings) -> Path:
    """Return where dbt's log and results of this warehouse lie.

    A folder of its own for each warehouse: dbt's saved parse holds for one database path only.
    """
    return settings.warehouse.parent / "dbt" / settings.warehouse.stem


class DbtProcess:
    """dbt in a process of its own, whose memory goes back when it ends; good for one build.

    It gets ready from the moment it is made (see orchestration/dbt_process.py).
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._target = target_folder(settings)
        self._target.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "orchestration.dbt_process"),
                *project_flags(settings.project, self._target),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=PROJECT,
            env={**os.environ, **settings.environment()},
        )

    def end(self) -> None:
        """End the process, whether it has been used or not."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def build(
        self,
        manifest: Mapping[str, Any],
        arguments: Sequence[str],
        say: Callable[[str], None],
        since: Since | None = None,
    ) -> BuildResult:
        """Run dbt with these arguments and end.

        With the end of an earlier build, models compute only what has changed since.
        A database that another process has open raises OSError, which is worth trying again.
        """
        results = self._target / "run_results.json"
        results.unlink(missing_ok=True)
        environment = {**self._settings.environment(), **(since.environment() if since else {})}
        order = {"arguments": arguments, "environment": environment}
        try:
            # What keeps it from reading the line is in its output.
            with suppress(BrokenPipeError):
                print(json.dumps(order), file=self._process.stdin, flush=True)
            messages = _follow(self._process, say)
            self._process.wait()
        finally:
            self.end()
        if any(is_lock_conflict(message) for message in messages):
            raise OSError(f"another process has {self._settings.warehouse} open: {messages[0]}")
        if not results.exists():
            cause = "\n".join(messages) or f"it ended with exit code {self._process.returncode}"
            return BuildResult([], [], [BuildError("dbt could not start building", cause)])
        return read_results(json.loads(results.read_bytes()), manifest)


def _follow(process: subprocess.Popen[str], say: Callable[[str], None]) -> list[str]:
    """Read dbt's events until it ends, tell of the progress, and return its error messages."""
    errors: list[str] = []
    told = time.monotonic()
    for line in process.stdout or ():
        try:
            event = json.loads(line)
        except ValueError:
            errors.append(line.strip())
            continue
        if event["info"]["level"] == "error":
            errors.append(event["info"]["msg"])
        place = event["data"]
        if "index" in place and "total" in place and time.monotonic() - told > PROGRESS_SECONDS:
            say(f"dbt is at {place['index']} of {place['total']} models and tests")
            told = time.monotonic()
    return errors


def read_results(results: Mapping[str, Any], manifest: Mapping[str, Any]) -> BuildResult:
    """Sort dbt's results into what was built, what was tested and what went wrong."""
    built: list[str] = []
    tests: list[TestResult] = []
    errors: list[BuildError] = []
    for result in results["results"]:
        unique_id, status = result["unique_id"], result["status"]
        node = manifest["nodes"].get(unique_id)
        if node is None or status == "skipped":
            continue
        if status in ("error", "runtime error"):
            errors.append(BuildError(node["original_file_path"], result["message"] or status))
        elif node["resource_type"] == "test":
            tests.append(TestResult(unique_id, _check_result(result, node, manifest)))
        elif node["resource_type"] != "operation":
            built.append(unique_id)
    return BuildResult(built, tests, errors)


def _check_result(
    result: Mapping[str, Any], node: Mapping[str, Any], manifest: Mapping[str, Any]
) -> CheckResult:
    severity: Severity = "error"
    if result["status"] == "warn" or node["config"]["severity"].lower() == "warn":
        severity = "warn"
    return CheckResult(
        check_name=node["name"],
        table_name=next(_tables(node, manifest), ""),
        severity=severity,
        success=result["status"] == "pass",
        observed=f"{result['failures'] or 0} rows that are otherwise",
        expected=describe_test(node),
    )


def _tables(node: Mapping[str, Any], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Return the tables that a test looks at, the one it is written under first."""
    for unique_id in (node.get("attached_node"), *node["depends_on"]["nodes"]):
        parent = manifest["nodes"].get(unique_id) or manifest["sources"].get(unique_id)
        if parent:
            yield f"{parent['schema']}.{parent.get('alias') or parent['name']}"
