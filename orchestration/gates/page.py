"""The page of a run's checks, which opens without a network: data_docs/index.html.

Great Expectations' own pages lie below it. They fetch their styles and scripts from the internet,
and their index is empty without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import duckdb

from orchestration.gates.definition import Gate, read_checks

GATES: dict[Gate, str] = {
    "raw": "First gate: what was loaded",
    "built": "Second gate: what would be published",
}
DBT = "Tests of what dbt built"
ENDINGS = {
    "published": "All is well: published.",
    "degraded": "Published, but a connection or file was refused.",
    "held": "Held back: a check that stops the publication has failed.",
    "failed": "Failed.",
    "running": "Still running.",
}

STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem;
  padding: 0 1rem; color: #1c2430; background: #fff }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0;
  border-bottom: 1px solid #d8dde5; overflow-wrap: anywhere }
th { font-weight: 600; width: 20% }
th:last-child { width: 40% }
.failed { color: #b3261e; font-weight: 600 }
.warned { color: #8a5a00; font-weight: 600 }
.passed { color: #1b6b3a }
.why { color: #5a6472 }
pre { white-space: pre-wrap }
summary { cursor: pointer }
"""


class Result(NamedTuple):
    """One row of quality.check_results."""

    checked_by: str
    check_name: str
    table_name: str
    severity: str
    success: bool
    observed: str
    expected: str

    @property
    def verdict(self) -> str:
        """Whether the check passed, only warned, or failed, which stops the publication."""
        if self.success:
            return "passed"
        return "failed" if self.severity == "error" else "warned"


def data_docs_page(warehouse: Path) -> Path:
    """Return where the page of a warehouse's last run lies."""
    return warehouse.parent / "data_docs" / "index.html"


def write_page(connection: duckdb.DuckDBPyConnection, run_id: str, page: Path) -> None:
    """Write the page of a run from the book of runs and the book of check results."""
    run = connection.execute(
        "select status, detail, as_of, started_at, finished_at from quality.runs where run_id = ?",
        [run_id],
    ).fetchone()
    if run is None:
        return
    rows = connection.execute(
        "select checked_by, check_name, table_name, severity, success, observed, expected"
        " from quality.check_results where run_id = ?"
        " order by success, severity, table_name, check_name",
        [run_id],
    ).fetchall()
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(_html(run_id, run, [Result(*row) for row in rows], page.parent), "utf-8")


def _html(run_id: str, run: tuple[object, ...], results: Sequence[Result], folder: Path) -> str:
    status, detail, as_of, started_at, finished_at = run
    ending = ENDINGS[str(status)]
    blocks = "\n".join(_blocks(results, folder))
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Checks of the run of {started_at:%Y-%m-%d %H:%M} UTC: {status}</title>
<style>{STYLE}</style>
<h1>{escape(ending)}</h1>
<p>Run {escape(run_id)} as of {as_of:%Y-%m-%d %H:%M} UTC, from {started_at:%Y-%m-%d %H:%M:%S} to
{f"{finished_at:%Y-%m-%d %H:%M:%S}" if finished_at else "now"} UTC.</p>
{f"<pre>{escape(str(detail))}</pre>" if detail else ""}
{blocks}
<p class="why">The same rows are in quality.check_results, of every run. A check that failed
stops the publication; one that warned is only reported.</p>
</html>
"""


def _blocks(results: Sequence[Result], folder: Path) -> Iterator[str]:
    reasons = {
        gate: {(check.table, check.name): check.reason for check in read_checks(gate)}
        for gate in GATES
    }
    found = {
        gate: [row for row in results if (row.table_name, row.check_name) in reasons[gate]]
        for gate in GATES
    }
    tests = [row for row in results if row.checked_by == "dbt"]
    yield _block(GATES["raw"], found["raw"], reasons["raw"], folder / "raw")
    yield _block(DBT, tests, {}, None)
    yield _block(GATES["built"], found["built"], reasons["built"], folder / "built")


def _block(
    title: str,
    results: Sequence[Result],
    reasons: dict[tuple[str, str], str],
    great_expectations: Path | None,
) -> str:
    if not results:
        return f"<h2>{title}</h2>\n<p>The run did not come this far.</p>"
    tables = "\n".join(
        _table(list(rows), reasons, verdict)
        for verdict, rows in groupby(results, key=lambda row: row.verdict)
    )
    link = (
        f'\n<p class="why"><a href="{great_expectations.name}/index.html">Great Expectations\' own '
        "pages of this gate</a>: they need the internet to be shown.</p>"
        if great_expectations and great_expectations.exists()
        else ""
    )
    return f"<h2>{title}</h2>\n{tables}{link}"


def _table(rows: Sequence[Result], reasons: dict[tuple[str, str], str], verdict: str) -> str:
    lines = "\n".join(
        f"<tr><td>{escape(row.table_name)}</td><td>{escape(row.check_name)}</td>"
        f"<td>{escape(row.observed)}</td><td>{escape(row.expected)}"
        f'<div class="why">{escape(reasons.get((row.table_name, row.check_name), ""))}</div>'
        "</td></tr>"
        for row in rows
    )
    return (
        f"<details{'' if verdict == 'passed' else ' open'}>"
        f'<summary class="{verdict}">{len(rows)} {verdict}</summary>\n<table>\n'
        "<tr><th>table</th><th>check</th><th>found</th><th>expected, and why</th></tr>\n"
        f"{lines}\n</table></details>"
    )
