"""Every duration of a contact, by the calendar and by the business clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.reference.clock import BusinessClock
from tests.reference.contacts import Contact
from tests.reference.conversation import Item
from tests.reference.instants import micros, moment, seconds
from tests.reference.states import RESOLVED, Spans, Timeline, changes_of, spans_where

STATES = {
    "requester_wait": ("new", "open", "on_hold"),
    "agent_wait": ("pending",),
    "on_hold": ("on_hold",),
    "agent_work": ("new", "open"),
}


@dataclass(frozen=True)
class Stopwatch:
    """Measures by the calendar and by a contact's schedule, if it has one, up to as_of."""

    clock: BusinessClock | None
    as_of: int

    def columns(self, name: str, start: int | None, end: int | None) -> dict[str, float | None]:
        """Return both clocks' columns between two instants; a negative duration is 0."""
        if start is None or end is None:
            return self.total(name, None)
        return self.total(name, [(start, max(start, end))])

    def total(self, name: str, spans: Spans | None) -> dict[str, float | None]:
        """Return both clocks' columns over pieces of time; None has not happened."""
        calendar = business = None
        if spans is not None:
            calendar = sum(end - start for start, end in spans)
            if self.clock is not None:
                business = sum(self.clock.open_time(start, end) for start, end in spans)
        return {
            f"{name}_seconds": seconds(calendar),
            f"{name}_business_seconds": seconds(business),
        }


@dataclass(frozen=True)
class Durations:
    """A contact's first reply, and the columns of its fact that hold instants and durations."""

    first_reply: Item | None
    columns: dict[str, Any]


def measure(contact: Contact, watch: Stopwatch) -> Durations:
    """Measure one contact."""
    talk = contact.conversation
    first_inbound = talk.inbound[0].at if talk.inbound else None
    start = first_inbound if talk.is_outbound else contact.created_at
    # A thread whose opening is missing has no first reply.
    later = [] if contact.ticket.get("is_truncated") else talk.after_first_inbound
    first_reply = next((item for item in later if item.is_human_reply), None)
    first_any = next((item for item in later if item.is_human_reply or item.is_bot_message), None)
    reply_at = first_reply.at if first_reply else None
    any_at = first_any.at if first_any else None

    first_resolved = contact.resolutions[0].at if contact.resolutions else None
    is_resolved = contact.status in RESOLVED
    resolved = contact.resolutions[-1].at if contact.resolutions and is_resolved else None

    columns: dict[str, Any] = {
        "created_at": moment(contact.created_at),
        "first_customer_message_at": moment(first_inbound),
        "first_reply_at": moment(reply_at),
        "first_resolved_at": moment(first_resolved),
        "resolved_at": moment(resolved),
        "has_clock_skew": any(
            end is not None and begin is not None and end < begin
            for begin, end in (
                (start, reply_at),
                (start, any_at),
                (contact.created_at, first_resolved),
                (contact.created_at, resolved),
            )
        ),
        **watch.columns("first_reply", start, reply_at),
        **watch.columns("first_resolution", contact.created_at, first_resolved),
        **watch.columns("full_resolution", contact.created_at, resolved),
        "first_reply_any_seconds": watch.columns("x", start, any_at)["x_seconds"],
    }
    for name, states in STATES.items():
        columns |= watch.total(name, _time_in(contact, states, watch.as_of))
    unassigned = watch.total("x", _unassigned(contact, watch.as_of))
    columns["unassigned_seconds"] = unassigned["x_seconds"]
    columns |= _handling(contact, watch.as_of)
    return Durations(first_reply, columns)


def _time_in(contact: Contact, states: tuple[str, ...], as_of: int) -> Spans | None:
    if contact.status_timeline is None:
        return None
    return spans_where(
        [contact.status_timeline], lambda status: status in states, contact.created_at, as_of
    )


def _unassigned(contact: Contact, as_of: int) -> Spans | None:
    """Time with nobody in charge while unresolved; unknown when no event dates the assignee."""
    changes = changes_of(contact.events, "assignee_id")
    is_undated = not changes and contact.ticket.get("assignee_id") is not None
    if contact.status_timeline is None or is_undated:
        return None
    return spans_where(
        [contact.status_timeline, Timeline(None, changes)],
        lambda status, assignee: status not in RESOLVED and assignee is None,
        contact.created_at,
        as_of,
    )


def _handling(contact: Contact, as_of: int) -> dict[str, float | None]:
    """Add up the work sessions; those that still run end at as_of."""
    times = [
        (row["kind"], min(micros(row["ended_at"]), as_of) - micros(row["started_at"]))
        for row in contact.work_sessions
    ]
    if not times:
        return {"handle_seconds": None, "wrap_up_seconds": None}
    return {
        "handle_seconds": seconds(sum(time for _, time in times)),
        "wrap_up_seconds": seconds(sum(time for kind, time in times if kind == "wrap_up")),
    }
