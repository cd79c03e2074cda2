"""Distributions as tables of quantiles, read in SQL by integer interpolation.

A distribution is 101 knots, one per cent apart. Between two knots the value runs straight, so shares at whole
per cents are met exactly and the mean is the mean of the knots' midpoints.
"""

import math
from dataclasses import dataclass

KNOTS = 101


@dataclass(frozen=True)
class Point:
    """So much of the whole (per cent) lies at or below so many seconds; `bend` > 1 crowds values to the left."""

    percent: int
    seconds: int
    bend: float = 1.0


def knots(points: list[Point]) -> list[int | None]:
    """Spread points over whole per cents; beyond the last point there is no value (it never happens)."""
    values: list[int | None] = [None] * KNOTS
    left = Point(0, 0)
    values[0] = 0
    for right in points:
        for percent in range(left.percent + 1, right.percent + 1):
            along = ((percent - left.percent) / (right.percent - left.percent)) ** right.bend
            values[percent] = round(left.seconds + along * (right.seconds - left.seconds))
        left = right
    return values


def mean(values: list[int | None]) -> float:
    """Return the mean of a table of knots over the part that has values."""
    pairs = [
        (low + high) / 2
        for low, high in zip(values, values[1:], strict=False)
        if low is not None and high is not None
    ]
    return sum(pairs) / len(pairs)


def share_with_value(values: list[int | None]) -> float:
    """Return which part of a distribution has a value at all."""
    return (sum(value is not None for value in values) - 1) / (KNOTS - 1)


def spread_knots(scale: int = 1_000_000) -> list[int]:
    """Return a right-skewed (exponential) table whose mean is exactly one, in millionths."""
    raw = [-math.log(1 - min(percent / 100, 0.9965)) for percent in range(KNOTS)]
    middle = sum((low + high) / 2 for low, high in zip(raw, raw[1:], strict=False)) / (KNOTS - 1)
    return [round(scale * value / middle) for value in raw]
