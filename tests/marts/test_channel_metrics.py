"""Every row of mart_channel_metrics against the plain-Python reading, and none that it lacks."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.config import Settings
from tests.marts.hand_made_core import Core
from tests.marts.plain_metrics import Figures, Reading
from tests.marts.plain_series import previous_start
from tests.warehouse.harness import Row, query

KEY = (
    "period_grain",
    "period_start",
    "connection",
    "channel_group",
    "channel",
    "metric_id",
    "clock",
    "statistic",
)


@pytest.fixture(scope="module")
def expected(core: Core) -> Figures:
    return Reading(core).figures()


@pytest.fixture(scope="module")
def rows(marts: Settings) -> list[Row]:
    return query(marts, "select * from marts.mart_channel_metrics")


def key_of(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)


def test_each_figure_has_one_row(rows: list[Row]) -> None:
    assert len({key_of(row) for row in rows}) == len(rows)


def test_the_figures_are_those_of_the_dictionary_and_no_others(
    rows: list[Row], expected: Figures
) -> None:
    built = {key_of(row) for row in rows}
    assert sorted(built - expected.keys(), key=str) == []
    assert sorted(expected.keys() - built, key=str) == []


def test_the_metrics_are_those_that_the_catalogue_says_are_here(
    marts: Settings, rows: list[Row]
) -> None:
    promised = query(
        marts,
        "select metric_id from seeds.metric_catalogue "
        "where shown_in = 'marts.mart_channel_metrics'",
    )
    assert {row["metric_id"] for row in rows} == {row["metric_id"] for row in promised}


def test_every_value_and_sample_size_is_the_dictionary_s(
    rows: list[Row], expected: Figures
) -> None:
    wrong = []
    for row in rows:
        value, sample_size = expected[key_of(row)]
        if row["value"] != pytest.approx(value, rel=1e-12, abs=1e-9):
            wrong.append((key_of(row), row["value"], value))
        elif row["sample_size"] != sample_size:
            wrong.append((key_of(row), row["sample_size"], sample_size))
    assert wrong == []


def test_every_value_with_a_denominator_is_the_quotient(rows: list[Row]) -> None:
    for row in rows:
        if row["denominator"] is not None:
            quotient = row["numerator"] / row["denominator"]
            assert row["value"] == pytest.approx(quotient, rel=1e-12)


def test_the_previous_value_is_that_of_the_period_directly_before(rows: list[Row]) -> None:
    values = {key_of(row): row["value"] for row in rows}
    compared = 0
    for row in rows:
        before = previous_start(row["period_grain"], row["period_start"])
        previous = values.get((row["period_grain"], before, *key_of(row)[2:]))
        assert row["previous_value"] == previous, key_of(row)
        compared += previous is not None
    assert compared > 1000


def test_the_level_says_which_keys_are_filled(rows: list[Row]) -> None:
    for row in rows:
        filled = row["channel_group"] is not None, row["channel"] is not None
        level = {"channel": (True, True), "group": (True, False), "all": (False, False)}
        assert filled == level[row["level"]]
