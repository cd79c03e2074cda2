"""The plain reading of Kaplan and Meier against a library's."""

from __future__ import annotations

import math
import random

import pytest
from lifelines import KaplanMeierFitter

from tests.marts.plain_survival import median_km


@pytest.mark.parametrize("seed", range(40))
def test_the_plain_median_is_the_library_s(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    waits = [
        (float(draw.randrange(1, 40)), draw.random() < draw.choice([0.3, 0.6, 1.0]))
        for _ in range(draw.randrange(1, 60))
    ]
    fitted = KaplanMeierFitter().fit(
        [wait for wait, _ in waits], [finished for _, finished in waits]
    )
    found = median_km(waits)
    assert (math.inf if found is None else found) == fitted.median_survival_time_


def test_censored_waits_count_for_as_long_as_they_lasted() -> None:
    # 4 at risk at 2 (1 ends): 3/4; 2 at risk at 5 (1 ends): 3/8. Without the censored one at 3 the
    # half would be reached at 5 too, but with 3 waits at 2/3 and 1/3.
    assert median_km([(2.0, True), (3.0, False), (5.0, True), (9.0, True)]) == 5.0
    # 3/4 at 2, and then all that is known ends.
    assert median_km([(2.0, True), (3.0, False), (4.0, False), (9.0, False)]) is None
