"""The wide scorecard: no gap in a channel's periods, counts of 0 in the empty ones."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pytest

from orchestration.config import Settings
from tests.marts.hand_made_core import AS_OF, Core, local_date
from tests.marts.plain_metrics import Figures, Reading
from tests.warehouse.harness import Row, query

COUNTS = {
    "contacts_created": ("contacts_created", None, "count"),
    "messages_received": ("messages_received", None, "count"),
    "replies_sent": ("replies_sent", None, "count"),
    "unique_messages_replied": ("unique_messages_replied", None, "count"),
    "first_replies": ("first_reply", "calendar", "count"),
}


@pytest.fixture(scope="module")
def reading(core: Core) -> Reading:
    return Reading(core)


@pytest.fixture(scope="module")
def figures(reading: Reading) -> Figures:
    return reading.figures()


@pytest.fixture(scope="module")
def rows(marts: Settings) -> list[Row]:
    return query(
        marts,
        "select * from marts.mart_channel_scorecard order by period_grain, connection,"
        " channel_group, channel, period_start",
    )


def series_of(row: Row) -> tuple[Any, ...]:
    return row["period_grain"], row["connection"], row["channel_group"], row["channel"]


def count_in(figures: Figures, row: Row, *figure: str | None) -> float | None:
    grain, *channel = series_of(row)
    value = figures.get((grain, row["period_start"], *channel, *figure))
    return value[0] if value else None


def test_a_channel_has_every_day_from_its_first_to_the_last_of_the_data(
    rows: list[Row], reading: Reading
) -> None:
    days = [row for row in rows if row["period_grain"] == "day"]
    for series, of_series in groupby(days, key=series_of):
        found: list[date] = [row["period_start"] for row in of_series]
        assert found == [found[0] + timedelta(days=n) for n in range(len(found))], series
        assert found[-1] >= reading.last_on, series
    empty = sum(row["contacts_created"] == 0 for row in days)
    assert empty > 0, "the hand-made core has days without contacts"


def test_counts_are_those_of_the_dictionary_and_0_where_nothing_happened(
    rows: list[Row], figures: Figures
) -> None:
    for row in rows:
        for column, figure in COUNTS.items():
            expected = count_in(figures, row, *figure) or 0
            assert row[column] == expected, (series_of(row), row["period_start"], column)


def test_resolutions_are_unknown_only_where_no_connection_dates_them(
    rows: list[Row], figures: Figures, core: Core
) -> None:
    dated = {row["connection"] for row in core.resolutions}
    unknown = {row["connection"] for row in rows if row["resolved_in_period"] is None}
    assert unknown, "the hand-made core has a connection without dated resolutions"
    assert not unknown & dated
    for row in rows:
        if row["resolved_in_period"] is not None:
            resolved = count_in(figures, row, "resolved_in_period", None, "count") or 0
            assert row["resolved_in_period"] == resolved, (series_of(row), row["period_start"])


def test_shares_and_durations_of_an_empty_period_are_null(rows: list[Row]) -> None:
    empty = [row for row in rows if row["contacts_created"] == 0]
    assert {row["answered_share"] for row in empty} == {None}
    assert {row["first_reply_median_hours"] for row in empty} == {None}
    begun = [row for row in empty if row["period_start"] <= local_date(AS_OF)]
    assert {row["contacts_created_per_day"] for row in begun} == {0}
