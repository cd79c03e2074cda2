"""Figures as the scorecard prints them: each with a unit that a reader need not convert."""

from __future__ import annotations

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
SIGNS = {"percent": " %", "EUR": " EUR", "USD": " USD"}
# Units of time, in seconds, and up to how many of it a duration is still printed in it.
UNITS = (("s", 1, 60), ("min", 60, 60), ("h", 3600, 48), ("d", 86400, float("inf")))

NOT_KNOWN = "-"


def duration(amount: float | None, unit: str) -> str:
    """Return a duration as 15 s, 12 min, 3.4 h or 2.1 d."""
    if amount is None:
        return NOT_KNOWN
    seconds = amount * SECONDS[unit]
    name, size = _unit_of(seconds)
    return f"{_amount(seconds / size, name)} {name}"


def percent(share: float | None) -> str:
    """Return a share as a percentage without its sign."""
    return NOT_KNOWN if share is None else f"{100 * share:.1f}"


def per_day(value: float | None) -> str:
    """Return a count a day, in two digits at least."""
    if value is None:
        return NOT_KNOWN
    return f"{value:,.1f}" if value >= 1 else f"{value:.2g}"


def figure(value: float | None, unit: str) -> str:
    """Return a figure of any unit of the published ones."""
    if value is None:
        return NOT_KNOWN
    return duration(value, unit) if unit in SECONDS else _number(value, unit) + SIGNS.get(unit, "")


def span(low: float | None, high: float | None, unit: str) -> str:
    """Return a range, with its unit once where both ends can be told in the same.

    A currency is left out: it stands beside it, with the figure that the range is about.
    """
    if low is None or high is None:
        return NOT_KNOWN
    if unit not in SECONDS:
        sign = SIGNS["percent"] if unit == "percent" else ""
        return f"{_number(low, unit)}–{_number(high, unit)}{sign}"
    first, last = low * SECONDS[unit], high * SECONDS[unit]
    name, size = _unit_of(last)
    if first and first < size:
        return f"{duration(low, unit)}–{duration(high, unit)}"
    return f"{_amount(first / size, name)}–{_amount(last / size, name)} {name}"


def _unit_of(seconds: float) -> tuple[str, int]:
    """Return the unit of time in which a duration is a short number, as it is rounded then."""
    return next(
        (name, size)
        for name, size, largest in UNITS
        if abs(float(_amount(seconds / size, name).replace(",", ""))) < largest
    )


def _amount(value: float, unit: str) -> str:
    """Return an amount of a unit of time: a tenth of a second or of half an hour says nothing."""
    is_whole = unit == "s" or (unit == "min" and abs(value) >= 10)
    return f"{value:,.0f}" if is_whole else f"{value:,.1f}".removesuffix(".0")


def _number(value: float, unit: str) -> str:
    """Return a number of three digits, or all of them where it has more before the point."""
    if unit == "percent":
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
