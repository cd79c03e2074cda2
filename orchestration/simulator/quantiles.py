"""Distributions as tables of quantiles, read in SQL by integer interpolation.

A distribution is 101 knots, one per cent apart. Between two knots the value runs straight, so
shares at whole per cents are met exactly and the mean is the mean of the knots' midpoints.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

KNOTS = 101


@dataclass(frozen=True)
class Point:
    """So much of the whole (per cent) lies at or below so many seconds."""

    percent: int
    seconds: int
    bend: float = 1.0
    """Halfway from the point before to this one, the values have come 1/(bend + 1) of the way."""


def knots(points: Sequence[Point]) -> list[int | None]:
    """Spread points over whole per cents; beyond the last one there is no value."""
    values: list[int | None] = [None] * KNOTS
    values[0] = 0
    for left, right in pairwise((Point(0, 0), *points)):
        for percent in range(left.percent + 1, right.percent + 1):
            along = (percent - left.percent) / (right.percent - left.percent)
            # A hyperbola, because a power would put a crowd on the left point itself.
            rise = along / (right.bend - (right.bend - 1) * along)
            values[percent] = round(left.seconds + rise * (right.seconds - left.seconds))
    return values


def mean(values: Sequence[int | None]) -> float:
    """Return the mean of the part of a distribution that has values."""
    middles = [
        (low + high) / 2 for low, high in pairwise(values) if low is not None and high is not None
    ]
    return sum(middles) / len(middles)


def share_with_value(values: Sequence[int | None]) -> float:
    """Return which part of a distribution has values."""
    return (sum(value is not None for value in values) - 1) / (KNOTS - 1)


def spread_knots(scale: int = 1_000_000) -> list[int]:
    """Return a right-skewed (exponential) table whose mean is one, in millionths."""
    # The longest one per cent ends at 5.7 times the mean, not at infinity.
    raw = [-math.log(1 - min(percent / 100, 0.9965)) for percent in range(KNOTS)]
    middle = sum((low + high) / 2 for low, high in pairwise(raw)) / (KNOTS - 1)
    return [round(scale * value / middle) for value in raw]
