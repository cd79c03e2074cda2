"""Percentiles from the histograms, by the query that the documentation shows."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

import pytest

from orchestration.config import PROJECT, Settings
from tests.marts.hand_made_core import TEAMS, Core, Row, agent_key
from tests.marts.plain_series import Rows
from tests.warehouse.harness import query

DOCUMENTED = re.search(
    r"Percentiles under any filter.*?```sql\n(.*?)```",
    (PROJECT / "docs" / "metrics.md").read_text(encoding="utf-8"),
    re.DOTALL,
)
Test = Callable[[Row], bool]


def everything(_row: Row) -> bool:
    return True


FILTERS: dict[str, Test] = {
    "true": everything,
    "channel = 'email'": lambda row: row["channel"] == "email",
    "priority = 'high' and connection = 'desk'": lambda row: (
        row["priority"] == "high" and row["connection"] == "desk"
    ),
    "team = 'North'": lambda row: row["team"] == "North",
    "team is null": lambda row: row["team"] is None,
}


def durations(core: Core, metric_id: str) -> Iterator[Row]:
    teams = {agent_key(number): team for number, team in enumerate(TEAMS)}
    contacts = {row["contact_key"]: row for row in core.contacts}
    repliers = {row["reply_key"]: row["agent_key"] for row in core.replies}
    if metric_id == "first_reply":
        for row in Rows(core.contacts):
            if not row["is_outbound"] and not row["is_truncated"]:
                agent = row["first_agent_key"]
                yield row | {"team": teams.get(agent), "seconds": row["first_reply_seconds"]}
    else:
        for row in Rows(core.turns):
            yield row | {
                "team": teams.get(repliers.get(row["reply_key"])),
                "priority": contacts[row["contact_key"]]["priority"],
                "seconds": row["reply_seconds"],
            }


def exact(values: list[float], share: float) -> float:
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below, above = ordered[math.floor(place)], ordered[math.ceil(place)]
    return below + (above - below) * (place - math.floor(place))


@pytest.mark.parametrize("share", ["0.1", "0.5", "0.9", "0.99"])
@pytest.mark.parametrize("condition", FILTERS)
@pytest.mark.parametrize("metric_id", ["first_reply", "reply_time"])
def test_the_documented_query_is_within_its_stated_error(
    marts: Settings, core: Core, metric_id: str, condition: str, share: str
) -> None:
    assert DOCUMENTED is not None
    values = [
        row["seconds"]
        for row in durations(core, metric_id)
        if row["seconds"] is not None and FILTERS[condition](row)
    ]
    assert len(values) > 5
    sql = (
        DOCUMENTED[1]
        .replace("'first_reply'", f"'{metric_id}'")
        .replace("clock = 'calendar'", f"clock = 'calendar' and {condition}")
        .replace("0.9", share)
    )
    ((estimate,),) = (tuple(row.values()) for row in query(marts, sql))
    assert estimate == pytest.approx(exact(values, float(share)), rel=1 / 64, abs=0.0005)


def test_every_finished_duration_lies_in_one_bucket(marts: Settings) -> None:
    rows = query(
        marts,
        """
        select metric_id, clock, metrics.value as counted, histograms.durations
        from marts.mart_channel_metrics as metrics
        full join (
            select metric_id, clock, sum(durations) as durations
            from marts.mart_time_histograms
            group by all
        ) as histograms using (metric_id, clock)
        where
            metrics.metric_id is null or (
                metrics.period_grain = 'all' and metrics.level = 'all'
                and metrics.connection is null and metrics.statistic = 'count'
                and metrics.metric_id in (
                    select metric_id from marts.mart_time_histograms
                )
                and metrics.clock is not null
            )
        """,
    )
    assert len(rows) == 10
    for row in rows:
        assert row["counted"] == row["durations"], row


def test_a_bucket_is_cut_at_the_sixth_binary_digit(marts: Settings) -> None:
    # 900 s are 900,000 ms, between 2^19 and 2^20: buckets of 2^14 = 16,384 ms, the 54th of which
    # runs from 884,736 to 901,120 ms.
    rows = query(
        marts,
        """
        select distinct lower_seconds, upper_seconds from marts.mart_time_histograms
        where lower_seconds <= 900 and upper_seconds > 900
        """,
    )
    assert [tuple(row.values()) for row in rows] == [(884.736, 901.12)]
    at_once = query(
        marts,
        "select distinct upper_seconds from marts.mart_time_histograms where lower_seconds = 0",
    )
    assert [row["upper_seconds"] for row in at_once] == [0.0]
