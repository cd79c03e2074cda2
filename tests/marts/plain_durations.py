"""The durations of a core as the dictionary defines them, and their figures in a series."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import Any

from tests.marts.hand_made_core import AS_OF, Row
from tests.marts.plain_series import Rows, Slice

TIMES = {"15min": 900, "1h": 3600, "4h": 14400, "24h": 86400, "48h": 172800}


@dataclass(frozen=True)
class Duration:
    """One duration: where it is, which date it counts on, and who could have it."""

    metric_id: str
    clock: str
    fact: str
    seconds: str
    dated_by: str
    started_at: str
    population: Callable[[Row], bool]
    cohort: Callable[[Row], bool]
    finished: Callable[[Row], bool]


def _inbound(row: Row) -> bool:
    return not row["is_outbound"] and not row["is_truncated"]


def _always(row: Row) -> bool:
    return True


def _resolved(row: Row) -> bool:
    return bool(row.get("is_resolved"))


def _dated(row: Row) -> bool:
    return row.get("requester_wait_seconds") is not None


def _clocked(cohort: Callable[[Row], bool], column: str) -> Callable[[Row], bool]:
    return lambda row: cohort(row) and row[column] is not None


def _has(column: str) -> Callable[[Row], bool]:
    return lambda row: row.get(column) is not None


def _durations() -> Iterator[Duration]:
    created, in_hours = "created_at", "created_in_business_hours"
    for clock, suffix in (("calendar", "seconds"), ("business", "business_seconds")):
        business = clock == "business"
        replied = _clocked(_inbound, in_hours) if business else _inbound
        dated = _clocked(_dated, in_hours) if business else _dated
        asked = _clocked(_always, "started_in_business_hours") if business else _always
        yield Duration(
            "first_reply", clock, "contacts", f"first_reply_{suffix}", created, created,
            _inbound, replied, _always,
        )  # fmt: skip
        yield Duration(
            "reply_time", clock, "turns", f"reply_{suffix}", "started_at", "started_at",
            _always, asked, _always,
        )  # fmt: skip
        yield Duration(
            "first_resolution", clock, "contacts", f"first_resolution_{suffix}",
            "first_resolved_at", created, _always, dated, _always,
        )  # fmt: skip
        yield Duration(
            "full_resolution", clock, "contacts", f"full_resolution_{suffix}", "resolved_at",
            created, _resolved, dated, _always,
        )  # fmt: skip
        for name in ("requester_wait", "agent_wait", "on_hold", "agent_work"):
            column = f"{name}_{suffix}"
            yield Duration(
                name, clock, "contacts", column, "resolved_at", created,
                _resolved, _has(column), _resolved,
            )  # fmt: skip
    yield Duration(
        "first_reply_any", "calendar", "contacts", "first_reply_any_seconds", created, created,
        _inbound, _inbound, _always,
    )  # fmt: skip
    yield Duration(
        "unassigned", "calendar", "contacts", "unassigned_seconds", "resolved_at", created,
        _resolved, _has("unassigned_seconds"), _resolved,
    )  # fmt: skip
    for name in ("handle", "wrap_up"):
        column = f"{name}_seconds"
        yield Duration(
            name, "calendar", "contacts", column, "last_work_session_ended_at", created,
            _always, _has(column), _always,
        )  # fmt: skip


DURATIONS = tuple(_durations())


def duration_figures(duration: Duration, rows: Rows, part: Slice) -> Iterator[tuple[Any, ...]]:
    """Yield the figures of one duration in a series, and the shares within each time."""
    finished = [
        row[duration.seconds]
        for row in part.rows(rows, duration.dated_by)
        if duration.population(row) and row.get(duration.seconds) is not None
    ]
    started = [row for row in part.rows(rows, duration.started_at) if duration.cohort(row)]
    old = [row for row in started if age(row[duration.started_at]) >= 900]
    name = duration.metric_id, duration.clock
    if finished or old:
        yield *name, "count", len(finished), len(finished)
    if finished:
        values = sorted(finished)
        yield *name, "mean", fmean(values), len(values)
        yield *name, "median", quantile(values, 0.5), len(values)
        yield *name, "p90", quantile(values, 0.9), len(values)
        yield *name, "fastest", values[0], len(values)
        yield *name, "slowest", values[-1], len(values)
    for time, seconds in TIMES.items():
        cohort = [row for row in started if age(row[duration.started_at]) >= seconds]
        within = [
            row
            for row in cohort
            if duration.finished(row)
            and row.get(duration.seconds) is not None
            and row[duration.seconds] <= seconds
        ]
        if cohort:
            value = len(within) / len(cohort)
            yield *name, f"share_within_{time}", value, len(cohort)


def quantile(values: Sequence[float], fraction: float) -> float:
    """Return the interpolated quantile of sorted values."""
    place = (len(values) - 1) * fraction
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def age(instant: datetime) -> float:
    return (AS_OF - instant).total_seconds()
