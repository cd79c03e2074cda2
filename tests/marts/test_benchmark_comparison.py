"""Each published figure beside the own one, with intervals by other formulas than the mart's."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from math import exp, isclose, sqrt
from statistics import fmean, stdev
from typing import Any

import pytest

from orchestration.config import PROJECT, Settings
from tests.marts.hand_made_core import CHANNEL_GROUPS, Core, local_date
from tests.marts.hand_made_core import Row as FactRow
from tests.marts.plain_durations import age
from tests.marts.plain_metrics import Reading, due
from tests.warehouse.harness import Row, query

Z = 1.959963984540054
NAMED_NETWORKS = {"facebook", "twitter", "instagram", "viber"}

PROMOTER_SCORES = {"promoter": 100, "passive": 0, "detractor": -100}

Estimate = tuple[float, int, float | None, float | None]


@pytest.fixture(scope="module")
def rows(marts: Settings) -> dict[str, Row]:
    found = query(marts, "select * from marts.mart_benchmark_comparison")
    assert len({row["benchmark_id"] for row in found}) == len(found)
    return {row["benchmark_id"]: row for row in found}


@pytest.fixture(scope="module")
def reading(core: Core) -> Reading:
    return Reading(core)


def of_share(answers: Iterable[Any]) -> Estimate:
    """Wilson's interval as the roots of (p - k/n)2 = z2 p (1 - p) / n."""
    known = [bool(answer) for answer in answers if answer is not None]
    n, p = len(known), fmean(known)
    a, b, c = 1 + Z * Z / n, -(2 * p + Z * Z / n), p * p
    root = sqrt(b * b - 4 * a * c)
    return p, n, (-b - root) / (2 * a), (-b + root) / (2 * a)


def of_mean(values: Iterable[float]) -> Estimate:
    known = list(values)
    half = Z * stdev(known) / sqrt(len(known))
    return fmean(known), len(known), fmean(known) - half, fmean(known) + half


def relative_error(estimate: Estimate) -> float:
    value, _, low, high = estimate
    assert low is not None
    assert high is not None
    return (high - low) / 2 / Z / value


def in_unit(estimate: Estimate, factor: float) -> Estimate:
    value, count, low, high = estimate
    return (
        value * factor,
        count,
        None if low is None else low * factor,
        None if high is None else high * factor,
    )


def of(rows: Iterable[FactRow], group: str, channels: set[str] | None = None) -> list[FactRow]:
    return [
        row
        for row in rows
        if CHANNEL_GROUPS[row["channel"]] == group
        and (channels is None or row["channel"] in channels)
    ]


def first_replies(reading: Reading, group: str, channels: set[str] | None = None) -> list[float]:
    return [
        row["first_reply_seconds"]
        for row in of(reading.contacts, group, channels)
        if not row["is_outbound"]
        and not row["is_truncated"]
        and row["first_reply_seconds"] is not None
    ]


def cost_per_contact(reading: Reading, rows: list[FactRow]) -> Estimate:
    """Return the mean with the fixed costs of all days; they move the interval, not its width."""
    handled = [row.get("cost_amount") or 0 for row in rows if not row["is_bot_only"]]
    value, count, low, high = of_mean([round(cost, 2) for cost in handled])
    fixed = sum(
        due(amount, day, day.day) - due(amount, day, day.day - 1)
        for (_, channel), amount in reading.fixed_costs()
        if CHANNEL_GROUPS[channel] == "social"
        for day in reading.data_days()
    )
    exact = (sum(handled) + fixed / 10**6) / count
    assert low is not None
    assert high is not None
    return exact, count, exact + low - value, exact + high - value


def own_figures(reading: Reading) -> dict[str, Estimate]:
    """Return the own figure of one benchmark of each kind, in its unit."""
    social = of(reading.contacts, "social")
    portal = of(reading.contacts, "portal", {"portal"})
    young = [
        row
        for row in social
        if not row["is_outbound"] and not row["is_truncated"] and age(row["created_at"]) >= 14400
    ]
    days = reading.data_days()
    per_day = [sum(local_date(row["created_at"]) == day for row in social) for day in days]
    told = [row["transfers_before_resolution"] for row in portal if row["has_assignment_history"]]
    turns = of(reading.turns, "social")
    leads = of(reading.extras.leads, "social")

    def rated(kind: str) -> list[FactRow]:
        surveys = of(reading.extras.surveys, "social")
        return [row for row in surveys if row["kind"] == kind and row["is_latest"]]

    messages = [row["answered_at"] is not None for row in turns for _ in range(row["messages"])]
    asking: dict[Any, bool] = {}
    for row in social:
        if row["failed_elsewhere"] is not None and row["person_key"] is not None:
            asking[row["person_key"]] = (
                asking.get(row["person_key"], False) or row["failed_elsewhere"]
            )
    portal_backlog = [len(of(reading.unresolved[day], "portal", {"portal"})) for day in days]
    a, b = of_mean(first_replies(reading, "social")), of_mean(first_replies(reading, "chat"))
    error = sqrt(relative_error(a) ** 2 + relative_error(b) ** 2)
    ratio = a[0] / b[0]
    return {
        "social_first_reply_mean_box_nl": in_unit(a, 1 / 3600),
        "social_first_reply_fastest_nl": in_unit(a, 1 / 3600),
        "social_first_reply_mean_facebook_text_nl": in_unit(
            of_mean(first_replies(reading, "social", {"facebook"})), 1 / 3600
        ),
        "social_first_reply_within_4h_nl": in_unit(
            of_share(
                row["first_reply_seconds"] is not None and row["first_reply_seconds"] <= 14400
                for row in young
            ),
            100,
        ),
        "social_speed_vs_chat_phone_nl": (
            ratio,
            min(a[1], b[1]),
            ratio * exp(-Z * error),
            ratio * exp(Z * error),
        ),
        "social_full_resolution_nl": in_unit(
            of_mean(
                row["full_resolution_seconds"]
                for row in social
                if row.get("resolved_at") is not None
            ),
            1 / 3600,
        ),
        "social_contacts_per_day_nl": of_mean(per_day),
        "social_cost_per_contact_nl": cost_per_contact(reading, social),
        "social_mix_facebook_nl": in_unit(
            of_share(row["channel"] == "facebook" for row in social), 100
        ),
        "social_failed_elsewhere_nl": in_unit(of_share(asking.values()), 100),
        "sprout_response_rate": in_unit(of_share(messages), 100),
        "portal_transfers_per_contact": of_mean(told),
        "social_csat_nl": in_unit(of_share(row["is_satisfied"] for row in rated("csat")), 100),
        "social_nps_nl": of_mean(PROMOTER_SCORES[row["nps_class"]] for row in rated("nps")),
        "social_leads_per_day_nl": of_mean(
            sum(local_date(row["captured_at"]) == day for row in leads) for day in days
        ),
        "social_lead_conversion_box_nl": in_unit(
            of_share(row["is_converted"] for row in leads), 100
        ),
        "portal_device_mobile": in_unit(
            of_share(
                row["device"] == "Mobile"
                for row in reading.extras.sessions
                if row["device"] is not None
            ),
            100,
        ),
        "portal_closed_share": in_unit(of_share(row.get("is_resolved") for row in portal), 100),
        "portal_backlog_box": (fmean(portal_backlog), len(portal_backlog), None, None),
    }


def test_own_figures_and_their_intervals(rows: dict[str, Row], reading: Reading) -> None:
    for benchmark_id, estimate in own_figures(reading).items():
        row = rows[benchmark_id]
        value, sample_size, low, high = estimate
        assert row["own_value"] == pytest.approx(value, rel=1e-9), benchmark_id
        assert row["sample_size"] == sample_size, benchmark_id
        assert row["own_low"] == (low if low is None else pytest.approx(low, rel=1e-4))
        assert row["own_high"] == (high if high is None else pytest.approx(high, rel=1e-4))


def test_every_published_figure_stands_there_once_as_printed(rows: dict[str, Row]) -> None:
    with (PROJECT / "seeds" / "benchmarks.csv").open(encoding="utf-8") as file:
        published = {row["benchmark_id"]: row for row in csv.DictReader(file)}
    assert rows.keys() == published.keys()
    for benchmark_id, row in rows.items():
        value = published[benchmark_id]["value"]
        assert row["published_value"] == (float(value) if value else None)


def test_only_benchmarks_are_compared_and_the_rest_is_explained(rows: dict[str, Row]) -> None:
    for row in rows.values():
        assert (row["own_value"] is None) == (row["reason_not_compared"] is not None)
        if row["kind"] != "benchmark":
            assert row["own_value"] is None
    compared = [row for row in rows.values() if row["own_value"] is not None]
    assert len(compared) > 50


def test_a_range_of_companies_holds_the_own_mean_and_no_single_contact(
    rows: dict[str, Row], reading: Reading
) -> None:
    for name in ("fastest", "slowest"):
        row = rows[f"social_first_reply_{name}_nl"]
        assert (row["published_low"], row["published_high"]) == (0.25, 72)
        assert row["own_statistic"] == "mean"
        assert isclose(row["own_value"], fmean(first_replies(reading, "social")) / 3600)


def test_figures_that_cannot_be_set_side_by_side_say_so(rows: dict[str, Row]) -> None:
    assert rows["social_ces_nl"]["reason_not_compared"].startswith("the document does not state")
    assert rows["portal_cost_per_contact"]["reason_not_compared"] == (
        "printed in USD, while own costs are in EUR"
    )


def test_the_unnamed_networks_are_those_without_a_row_of_their_own(
    rows: dict[str, Row], reading: Reading
) -> None:
    others = {name for name, group in CHANNEL_GROUPS.items() if group == "social"}
    values = first_replies(reading, "social", others - NAMED_NETWORKS)
    row = rows["social_first_reply_mean_other_fr"]
    assert row["sample_size"] == len(values) > 0
    assert row["own_value"] == pytest.approx(fmean(values) / 3600)
