"""What the scorecard prints of published figures and of the run, from rows written by hand."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from rich.console import Console

from orchestration.scorecard import print_scorecard

FIRST_REPLY: dict[str, Any] = {
    "kind": "benchmark",
    "document": "doc-1",
    "publisher": "Alpha",
    "metric_id": "first_reply",
    "channel_group": "social",
    "channel": None,
    "clock": "calendar",
    "statistic": "mean",
    "unit": "hours",
    "published_value": 2.0,
    "published_low": 2.0,
    "published_high": 2.0,
    "conflict_group": None,
    "own_value": 0.5,
    "sample_size": 1841,
    "own_low": 0.4,
    "own_high": 0.6,
    "verdict": "better",
    "reason_not_compared": None,
}
TYPES = {str: "varchar", float: "double", int: "bigint"}
CHANNEL = """
create schema marts;
create schema quality;
create table marts.mart_periods as
select
    'all' as period_grain, date '2026-06-01' as period_start, date '2026-06-30' as last_data_on;
create table marts.mart_channel_scorecard as
select
    'all' as period_grain, null::varchar as connection, 'all' as level,
    null::varchar as channel_group, null::varchar as channel, 2 as contacts_created,
    0.5 as contacts_created_per_day, 1.0 as answered_share, 0.004 as first_reply_median_hours,
    3.4 as first_reply_mean_hours, 1.0 as first_reply_within_24h_share,
    12.0 as reply_time_median_minutes, 50.4 as full_resolution_median_hours, null as closed_share,
    null as fcr_net_share;
create table quality.runs as
select
    'degraded' as status, E'error: a: mend a\\nerror: b: mend b' as detail,
    timestamp '2026-07-01 00:00' as as_of, timestamp '2026-07-01 02:03' as finished_at,
    timestamp '2026-07-01 02:00' as started_at
"""


def _printed(tmp_path: Path, *benchmarks: dict[str, Any]) -> list[str]:
    serving = tmp_path / "serving.duckdb"
    with duckdb.connect(str(serving)) as connection:
        connection.execute(CHANNEL)
        columns = ", ".join(
            f"{name} {'varchar' if value is None else TYPES[type(value)]}"
            for name, value in FIRST_REPLY.items()
        )
        connection.execute(f"create table marts.mart_benchmark_comparison ({columns})")
        for row in benchmarks:
            places = ", ".join("?" for _ in row)
            connection.execute(
                f"insert into marts.mart_benchmark_comparison values ({places})", [*row.values()]
            )
    output = StringIO()
    print_scorecard(serving, Console(file=output, width=80))
    return output.getvalue().splitlines()


def _line(lines: list[str], metric: str) -> str:
    found = [" ".join(line.split()) for line in lines if line.strip().startswith(metric)]
    assert len(found) == 1, lines
    return found[0]


def test_the_top_says_how_the_run_ended_and_what_is_missing(tmp_path: Path) -> None:
    lines = _printed(tmp_path, FIRST_REPLY)
    assert lines[0] == "degraded 2026-07-01 02:03 UTC, as of 2026-07-01 00:00 UTC"
    assert lines[1] == "error: a: mend a (and 1 more in quality.runs)"


def test_durations_have_readable_units(tmp_path: Path) -> None:
    lines = _printed(tmp_path, FIRST_REPLY)
    # 0.004 h are 14.4 s, 50.4 h are 2.1 days.
    assert _line(lines, "all channels") == (
        "all channels 2 0.5 100.0 14 s 3.4 h 100.0 12 min 2.1 d - -"
    )


def test_the_same_figure_in_two_documents_is_one_line_that_names_both(tmp_path: Path) -> None:
    again = FIRST_REPLY | {"document": "doc-2", "publisher": "Beta", "conflict_group": "c"}
    lines = _printed(tmp_path, FIRST_REPLY, again)
    assert _line(lines, "first reply") == "first reply, mean 2 h* 30 min 24–36 min 1,841 better a b"
    assert "In: a Alpha doc-1; b Beta doc-2." in lines


def test_two_figures_of_one_metric_are_two_lines(tmp_path: Path) -> None:
    other = FIRST_REPLY | {"published_value": 3.0, "published_low": 3.0, "published_high": 3.0}
    lines = _printed(tmp_path, FIRST_REPLY, other)
    assert sum("first reply, mean" in line for line in lines) == 2


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("worse", "24–36 min 2 worse a"),
        # Beyond the published figure, where no side is the better one.
        (None, "24–36 min 2 neither a"),
        ("too few", "30 min - 2 too few a"),
    ],
)
def test_a_verdict_is_printed_as_it_is_and_too_few_samples_have_no_interval(
    verdict: str | None, said: str, tmp_path: Path
) -> None:
    lines = _printed(tmp_path, FIRST_REPLY | {"verdict": verdict, "sample_size": 2})
    assert _line(lines, "first reply").endswith(said)


def test_nothing_to_compare_is_said_in_one_sentence(tmp_path: Path) -> None:
    without = FIRST_REPLY | {"own_value": None, "reason_not_compared": "no contacts"}
    lines = _printed(tmp_path, without)
    assert lines[-2:] == [
        "None of the 1 published figures can be compared. 1 of them, because: no ",
        "contacts.",
    ]
    assert not any("verdict" in line for line in lines)
