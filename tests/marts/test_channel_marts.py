"""The wide marts (scorecard, social, e-mail): each figure is the dictionary's, in its unit."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.config import Settings
from tests.marts.hand_made_core import Core
from tests.marts.plain_metrics import Figures, Reading
from tests.marts.plain_series import Rows, previous_start
from tests.warehouse.harness import Row, query

HOUR, MINUTE = 3600, 60

# Column: metric, clock, statistic, and what the figure is divided by.
FIGURES: dict[str, tuple[str, str | None, str, int]] = {
    "answered_share": ("answered_share", None, "share", 1),
    "closed_share": ("closed_share", None, "share", 1),
    "response_rate": ("response_rate", None, "share", 1),
    "message_response_rate": ("message_response_rate", None, "share", 1),
    "replies_per_resolved_contact": ("touches", None, "mean", 1),
    "zero_touch_share": ("touches", None, "share_with_0", 1),
    "one_touch_share": ("touches", None, "share_with_1", 1),
    "two_touch_share": ("touches", None, "share_with_2", 1),
    "three_or_more_touch_share": ("touches", None, "share_with_3_or_more", 1),
    "fcr_gross_share": ("fcr_gross", None, "share", 1),
    "fcr_net_share": ("fcr_net", None, "share", 1),
    "transfers_per_contact": ("transfers_per_contact", None, "mean", 1),
    "transferred_share": ("transferred_share", None, "share", 1),
    "escalated_share": ("escalated_share", None, "share", 1),
    "failed_elsewhere_share": ("failed_elsewhere_share", None, "share", 1),
    "failed_elsewhere_share_of_customers": (
        "failed_elsewhere_share", None, "share_of_customers", 1,
    ),
    "in_business_hours_share": ("in_business_hours_share", None, "share", 1),
    "share_of_group": ("contacts_created", None, "share_of_group", 1),
    "backlog_at_period_end": ("backlog", None, "period_end", 1),
    "lead_conversion_share": ("lead_conversion", None, "share", 1),
    "csat_share": ("csat", None, "share", 1),
    "csat_response_rate": ("csat", None, "response_rate", 1),
    "nps_score": ("nps", None, "score", 1),
    "cost_per_contact": ("cost_per_contact", None, "mean", 1),
    "first_reply_mean_hours": ("first_reply", "calendar", "mean", HOUR),
    "first_reply_median_hours": ("first_reply", "calendar", "median", HOUR),
    "first_reply_p90_hours": ("first_reply", "calendar", "p90", HOUR),
    "first_reply_median_km_hours": ("first_reply", "calendar", "median_km", HOUR),
    "first_reply_fastest_minutes": ("first_reply", "calendar", "fastest", MINUTE),
    "first_reply_slowest_hours": ("first_reply", "calendar", "slowest", HOUR),
    "first_reply_business_mean_hours": ("first_reply", "business", "mean", HOUR),
    "first_reply_business_median_hours": ("first_reply", "business", "median", HOUR),
    "first_reply_business_p90_hours": ("first_reply", "business", "p90", HOUR),
    "first_reply_within_15min_share": ("first_reply", "calendar", "share_within_15min", 1),
    "first_reply_within_1h_share": ("first_reply", "calendar", "share_within_1h", 1),
    "first_reply_within_4h_share": ("first_reply", "calendar", "share_within_4h", 1),
    "first_reply_within_24h_share": ("first_reply", "calendar", "share_within_24h", 1),
    "first_reply_within_48h_share": ("first_reply", "calendar", "share_within_48h", 1),
    "first_reply_any_median_minutes": ("first_reply_any", "calendar", "median", MINUTE),
    "reply_time_mean_minutes": ("reply_time", "calendar", "mean", MINUTE),
    "reply_time_median_minutes": ("reply_time", "calendar", "median", MINUTE),
    "reply_time_p90_minutes": ("reply_time", "calendar", "p90", MINUTE),
    "reply_time_business_mean_minutes": ("reply_time", "business", "mean", MINUTE),
    "reply_time_business_median_minutes": ("reply_time", "business", "median", MINUTE),
    "reply_time_business_p90_minutes": ("reply_time", "business", "p90", MINUTE),
    "first_resolution_mean_hours": ("first_resolution", "calendar", "mean", HOUR),
    "first_resolution_median_hours": ("first_resolution", "calendar", "median", HOUR),
    "first_resolution_median_km_hours": ("first_resolution", "calendar", "median_km", HOUR),
    "full_resolution_mean_hours": ("full_resolution", "calendar", "mean", HOUR),
    "full_resolution_median_hours": ("full_resolution", "calendar", "median", HOUR),
    "full_resolution_p90_hours": ("full_resolution", "calendar", "p90", HOUR),
    "full_resolution_business_median_hours": ("full_resolution", "business", "median", HOUR),
    "requester_wait_mean_hours": ("requester_wait", "calendar", "mean", HOUR),
    "agent_wait_mean_hours": ("agent_wait", "calendar", "mean", HOUR),
    "on_hold_mean_hours": ("on_hold", "calendar", "mean", HOUR),
    "agent_work_mean_hours": ("agent_work", "calendar", "mean", HOUR),
    "unassigned_mean_hours": ("unassigned", "calendar", "mean", HOUR),
    "handle_mean_minutes": ("handle", "calendar", "mean", MINUTE),
    "wrap_up_mean_minutes": ("wrap_up", "calendar", "mean", MINUTE),
}  # fmt: skip

# Counts, which are 0 where nothing happened.
COUNTS = {
    "contacts_created": ("contacts_created", None, "count"),
    "messages_received": ("messages_received", None, "count"),
    "replies_sent": ("replies_sent", None, "count"),
}

# Columns that are no figure, and those tested by themselves.
OTHERS = {
    "period_grain", "period_start", "level", "connection", "channel_group", "channel",
    "leads", "leads_per_day", "cost_currency", "mean_sentiment", "positive_sentiment_share",
    "neutral_sentiment_share", "negative_sentiment_share",
}  # fmt: skip

# Of the scorecard, test_scorecard_mart looks at the counts.
SCORECARD_COUNTS = {
    "contacts_created_per_day", "outbound_contacts", "unique_messages_replied",
    "resolved_in_period", "reopens", "first_replies",
}  # fmt: skip

# Which channel group each mart is about; None: all, in a column of their own.
MARTS = {"mart_channel_scorecard": None, "mart_social": "social", "mart_email": "email"}


@pytest.fixture(scope="module")
def figures(core: Core) -> Figures:
    return Reading(core).figures()


@pytest.fixture(scope="module", params=MARTS)
def mart(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def rows(marts: Settings, mart: str) -> list[Row]:
    return query(marts, f"select * from marts.{mart}")


def key_of(mart: str, row: Row) -> tuple[Any, ...]:
    group = MARTS[mart] or row["channel_group"]
    place = row["connection"], group, row.get("channel")
    return row["period_grain"], row["period_start"], *place


def equal(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return found == pytest.approx(expected, rel=1e-12, abs=1e-9)


def test_every_column_is_a_figure_of_the_dictionary(rows: list[Row]) -> None:
    columns = {name.removeprefix("previous_") for name in rows[0]}
    assert columns - FIGURES.keys() - COUNTS.keys() - OTHERS - SCORECARD_COUNTS == set()


def test_every_figure_is_the_dictionary_s(mart: str, rows: list[Row], figures: Figures) -> None:
    wrong = []
    found = dict.fromkeys((FIGURES.keys() | COUNTS.keys()) & rows[0].keys(), 0)
    for row in rows:
        for column in found:
            *figure, unit = (*COUNTS[column], 1) if column in COUNTS else FIGURES[column]
            value = figures.get((*key_of(mart, row), *figure))
            expected = (0 if column in COUNTS else None) if value is None else value[0] / unit
            found[column] += value is not None
            if not equal(row[column], expected):
                wrong.append((key_of(mart, row), column, row[column], expected))
    assert wrong == []
    assert [column for column, times in found.items() if not times] == []


def test_no_figure_is_left_out(mart: str, rows: list[Row], figures: Figures) -> None:
    group = MARTS[mart]
    shown = {key_of(mart, row) for row in rows}
    assert len(shown) == len(rows)
    expected = {
        key[:5]
        for key in figures
        if group is None or (key[3] == group and (group == "social" or key[4] is None))
    }
    assert sorted(expected - shown, key=str) == []


@pytest.mark.parametrize("mart", ["mart_channel_scorecard", "mart_social"])
def test_leads_are_0_only_where_leads_are_captured(
    marts: Settings, mart: str, figures: Figures
) -> None:
    series = {key[2:5] for key in figures if key[5] == "leads"}
    known = 0
    for row in query(marts, f"select * from marts.{mart}"):
        key = key_of(mart, row)
        known += key[2:] in series
        for column, statistic in (("leads", "count"), ("leads_per_day", "mean_per_day")):
            captured = figures.get((*key, "leads", None, statistic), (0,))[0]
            if column in row:
                assert equal(row[column], captured if key[2:] in series else None), (key, column)
    assert known > 0


def test_moods_of_networks_are_those_of_the_messages_sent_there(
    marts: Settings, core: Core
) -> None:
    moods = Rows(row for row in core.moods if row["sentiment_score"] is not None)
    of_networks = [part for part in Reading(core).slices() if part.channel_group == "social"]
    parts = {(p.grain, p.start, p.connection, p.channel): p for p in of_networks}
    compared = 0
    for row in query(marts, "select * from marts.mart_social"):
        place = row["period_grain"], row["period_start"], row["connection"], row["channel"]
        sent = parts[place].rows(moods, "sent_at")
        count = len(sent) or None
        mean = count and sum(message["sentiment_score"] for message in sent) / count
        assert equal(row["mean_sentiment"], mean), place
        for mood in ("positive", "neutral", "negative"):
            share = count and [message["sentiment"] for message in sent].count(mood) / count
            assert equal(row[f"{mood}_sentiment_share"], share), (place, mood)
        compared += bool(sent)
    assert compared > 100


def test_costs_have_a_currency(rows: list[Row]) -> None:
    for row in rows:
        if "cost_per_contact" in row:
            assert (row["cost_currency"] == "EUR") == (row["cost_per_contact"] is not None)


def test_the_period_before_stands_beside(mart: str, rows: list[Row]) -> None:
    by_key = {key_of(mart, row): row for row in rows}
    compared = 0
    for row in rows:
        key = key_of(mart, row)
        before = by_key.get((key[0], previous_start(key[0], key[1]), *key[2:]), {})
        for column in row:
            name = column.removeprefix("previous_")
            if name != column:
                assert row[column] == before.get(name), (key, column)
                compared += row[column] is not None
    assert compared > 100
