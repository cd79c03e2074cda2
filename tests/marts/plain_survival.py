"""Kaplan and Meier's median, by their definition and in exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from tests.marts.hand_made_core import AS_OF, Row

# How long was waited, and whether the waiting has ended by what was waited for.
Wait = tuple[float, bool]


def first_reply_waits(rows: Iterable[Row]) -> list[Wait]:
    """Return the waits for a first reply; what a resolution without one ends is what is known."""
    waits: list[Wait] = []
    for row in rows:
        if row["is_outbound"] or row["is_truncated"]:
            continue
        if row.get("first_reply_seconds") is not None:
            waits.append((row["first_reply_seconds"], True))
        elif not row.get("is_resolved"):
            waits.append((seconds(row["created_at"], AS_OF), False))
        elif row.get("resolved_at") is not None:
            waits.append((seconds(row["created_at"], row["resolved_at"]), False))
    return waits


def first_resolution_waits(rows: Iterable[Row]) -> list[Wait]:
    """Return the waits for a first resolution of contacts whose states are dated."""
    return [
        (row["first_resolution_seconds"], True)
        if row.get("first_resolution_seconds") is not None
        else (seconds(row["created_at"], AS_OF), False)
        for row in rows
        if row.get("requester_wait_seconds") is not None
    ]


def seconds(started_at: datetime, ended_at: datetime) -> float:
    """Return the seconds between two instants, 0 when the clock ran backwards."""
    return max(0.0, (ended_at - started_at) / timedelta(seconds=1))


def median_km(waits: Sequence[Wait]) -> float | None:
    """Return the least time at which the curve is at one half or below, if there is one."""
    surviving = Fraction(1)
    for time in sorted({wait for wait, finished in waits if finished}):
        at_risk = sum(wait >= time for wait, _ in waits)
        events = sum(wait == time and finished for wait, finished in waits)
        surviving *= 1 - Fraction(events, at_risk)
        if surviving <= Fraction(1, 2):
            return time
    return None
