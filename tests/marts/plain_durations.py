"""The durations of a core as the dictionary defines them, and the times they are held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.marts.hand_made_core import Row

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
