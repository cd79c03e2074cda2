from __future__ import annotations

import pytest

from orchestration.scorecard_figures import duration, figure, per_day, percent, span


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (None, "hours", "-"),
        (0, "hours", "0 s"),
        (15 / 3600, "hours", "15 s"),
        # 59.7 s would be rounded to 60 s.
        (59.7, "seconds", "1 min"),
        (1.88, "minutes", "1.9 min"),
        (12.4, "minutes", "12 min"),
        (59.6, "minutes", "1 h"),
        (3.37, "hours", "3.4 h"),
        (47.9, "hours", "47.9 h"),
        (47.96, "hours", "2 d"),
        (50.4, "hours", "2.1 d"),
        (1_500, "days", "1,500 d"),
    ],
)
def test_a_duration_has_the_unit_in_which_it_is_short(
    amount: float | None, unit: str, said: str
) -> None:
    assert duration(amount, unit) == said


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (6.32, 7.67, "hours", "6.3–7.7 h"),
        (0.25, 72, "hours", "15 min–3 d"),
        # 46.1 h alone would be told in hours; beside 2.2 days it is told in days.
        (46.1, 53.7, "hours", "1.9–2.2 d"),
        (0, 10, "seconds", "0–10 s"),
        (48.2, 52.74, "percent", "48.2–52.7 %"),
        (0.415, 0.529, "ratio", "0.415–0.529"),
        (None, 3, "hours", "-"),
    ],
)
def test_a_range_has_its_unit_once_where_both_ends_have_it(
    low: float | None, high: float, unit: str, said: str
) -> None:
    assert span(low, high, unit) == said


def test_other_figures_have_their_signs() -> None:
    assert figure(90, "percent") == "90 %"
    assert figure(2.168, "ratio") == "2.17"
    assert figure(1234.5, "contacts") == "1,234"
    assert figure(None, "contacts") == "-"
    assert percent(0.9416) == "94.2"
    assert percent(None) == "-"
    assert per_day(27.28) == "27.3"
    assert per_day(0.0167) == "0.017"
    assert per_day(None) == "-"
