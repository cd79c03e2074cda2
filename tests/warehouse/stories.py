"""Hypothesis strategies: one story is a few related tickets and whatever happens around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.warehouse.harness import Row
from tests.warehouse.palette import (
    ANYTHING,
    AS_OF,
    BASES,
    CONNECTIONS,
    EMAILS,
    IDS,
    OFFSETS,
    TIDY,
    TIMES,
    ZONES,
    Palette,
)

KEYS = {
    "tickets": "ticket_id",
    "messages": "message_id",
    "ticket_events": "event_id",
    "calls": "call_id",
    "work_sessions": "session_id",
    "customers": "customer_id",
}

# Rows of one story as (connection, table, row), in the order in which they are loaded.
Story = list[tuple[str, str, Row]]


def suffixed(identifier: str, suffix: str) -> str:
    """Make an id unique by a suffix of digits, and keep its place in the natural order."""
    is_number = identifier.isascii() and identifier.isdigit()
    return identifier + ("" if is_number else "-") + suffix


def rarely(values: list[Any], otherwise: Any = None) -> st.SearchStrategy[Any]:
    """Return the otherwise-value in three cases of four."""
    return st.sampled_from([otherwise] * (3 * len(values)) + values)


@dataclass(frozen=True)
class Place:
    """Where and when the rows of a ticket are drawn."""

    connection: str
    ticket_id: str
    position: int
    created: datetime
    palette: Palette
    merge_targets: list[str]

    @property
    def instants(self) -> st.SearchStrategy[datetime]:
        """Return instants around the ticket's creation."""
        return st.sampled_from(self.palette.offsets).map(lambda offset: self.created + offset)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Draw one to four tickets that share people, merges and schedules."""
    palette = draw(st.sampled_from([ANYTHING, TIDY]))
    base = draw(st.sampled_from(BASES)) + draw(rarely(OFFSETS, timedelta(0)))
    connections = draw(
        st.sampled_from([["alpha"], ["alpha"], ["alpha", "beta"], list(CONNECTIONS)])
    )
    story: Story = []
    if draw(st.booleans()):
        story += _schedule(draw, draw(st.sampled_from(connections)), base)
    owners = draw(
        st.lists(
            st.tuples(st.sampled_from(connections), st.sampled_from(IDS)),
            min_size=draw(st.sampled_from([2, 4] if palette is TIDY else [1, 2])),
            max_size=4,
            unique=True,
        )
    )
    for position, (connection, ticket_id) in enumerate(owners):
        place = Place(
            connection=connection,
            ticket_id=ticket_id,
            position=position,
            created=base + draw(st.sampled_from(palette.offsets)),
            palette=palette,
            merge_targets=[other for owner, other in owners if owner == connection],
        )
        story += _ticket(draw, place)
        story += _items(draw, place)
        story += _tags(draw, place)
    for connection in connections:
        story += _customers(draw, connection)
    if palette is not TIDY:
        story += _deletions(draw, story, base)
    return story


def _ticket(draw: st.DrawFn, place: Place) -> Story:
    palette = place.palette
    row = {
        "ticket_id": place.ticket_id,
        "channel": draw(st.sampled_from(palette.channels)),
        "created_at": place.created,
        "requester_id": draw(st.sampled_from(palette.requesters)),
        "assignee_id": draw(rarely(["ann", "bea"])),
        "schedule_id": draw(st.sampled_from(palette.schedules)),
        "priority": draw(st.sampled_from(["low", "high", None])),
        "brand": draw(rarely(["north"])),
    }
    has_own_status, _ = CONNECTIONS[place.connection]
    if has_own_status:
        row["status"] = draw(st.sampled_from(palette.own_statuses))
    row["is_test"] = draw(rarely([True, False]))
    if palette is not TIDY:
        targets = [*place.merge_targets, *place.merge_targets, "missing"]
        row["merged_into_ticket_id"] = draw(st.none() | st.sampled_from(targets))
    story: Story = [(place.connection, "tickets", row)]
    if draw(rarely([True])):
        row["updated_at"] = draw(st.none() | place.instants)
        update = {"priority": "urgent", "updated_at": draw(st.none() | place.instants)}
        story.append((place.connection, "tickets", {**row, **update}))
    return story


def _items(draw: st.DrawFn, place: Place) -> Story:
    """Draw messages, events, calls and work sessions, some of them in two versions."""
    strategies: dict[str, st.SearchStrategy[list[Row]]] = {
        "messages": st.lists(_message(place), max_size=3 if place.palette is TIDY else 7),
        "ticket_events": st.lists(_event(place), max_size=6),
        "calls": st.lists(_call(place), max_size=2),
        "work_sessions": st.lists(_work_session(place), max_size=2),
    }
    if place.palette is TIDY:
        del strategies["calls"]
    ids = [suffixed(identifier, str(place.position)) for identifier in draw(st.permutations(IDS))]
    story: Story = []
    for table, strategy in strategies.items():
        for identifier, drawn in zip(ids, draw(strategy), strict=False):
            item = {KEYS[table]: identifier, "ticket_id": place.ticket_id, **drawn}
            story.append((place.connection, table, item))
            if draw(rarely([True])):
                rewritten = {**item, **draw(_rewritten(table, place))}
                story.append((place.connection, table, rewritten))
    return story


def _message(place: Place) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {
            "sent_at": place.instants,
            "sender_kind": st.sampled_from(place.palette.kinds),
            "sender_id": st.sampled_from(["ann", "bea", "7", None]),
            "is_public": rarely([False, None], True),
            "channel": rarely(place.palette.channels),
            "macro_id": rarely(["macro"]),
        }
    )


@st.composite
def _event(draw: st.DrawFn, place: Place) -> Row:
    fields = ["assignee_id", "assignee_id", "group_id", "channel", "tier"]
    _, has_status_events = CONNECTIONS[place.connection]
    field = draw(st.sampled_from([*fields, *["status"] * (5 if has_status_events else 0)]))
    return {
        "occurred_at": draw(place.instants),
        "field": field,
        "new_value": draw(st.sampled_from(place.palette.values(field))),
        "actor_kind": draw(st.sampled_from(["agent", "customer", "automation", None])),
        "actor_id": draw(st.sampled_from(["ann", "bea"])),
    }


@st.composite
def _call(draw: st.DrawFn, place: Place) -> Row:
    queued = draw(place.instants)
    answered = draw(st.sampled_from([None, 0, 1, 40, 3600]))
    return {
        "direction": draw(st.sampled_from(["inbound", "outbound"])),
        "queued_at": queued,
        "answered_at": None if answered is None else queued + timedelta(seconds=answered),
        "agent_id": draw(st.sampled_from(["ann", "carl", None])),
    }


@st.composite
def _work_session(draw: st.DrawFn, place: Place) -> Row:
    started = draw(place.instants)
    return {
        "kind": draw(st.sampled_from(["talk", "hold", "handle", "wrap_up"])),
        "agent_id": "ann",
        "started_at": started,
        "ended_at": started + abs(draw(st.sampled_from(OFFSETS))),
    }


def _rewritten(table: str, place: Place) -> st.SearchStrategy[Row]:
    """Return the columns of a second version: a plain copy, an edit, or an older edit."""
    changes: dict[str, st.SearchStrategy[Row]] = {
        "messages": st.fixed_dictionaries(
            {"edited_at": st.none() | place.instants, "macro_id": st.just("edited")}
        ),
        "ticket_events": st.just({"actor_id": "bea"}),
        "calls": st.just({"agent_id": "bea"}),
        "work_sessions": st.just({"kind": "wrap_up"}),
    }
    return st.just({}) | changes[table]


def _tags(draw: st.DrawFn, place: Place) -> Story:
    return [
        (
            place.connection,
            "ticket_tags",
            {
                "ticket_id": place.ticket_id,
                "tag": tag,
                "added_at": draw(rarely([place.created, AS_OF])),
                "removed_at": draw(rarely([AS_OF, AS_OF + timedelta(microseconds=1)])),
            },
        )
        for tag in draw(st.lists(st.sampled_from(["red", "blue"]), max_size=2))
    ]


def _customers(draw: st.DrawFn, connection: str) -> Story:
    emails = draw(st.lists(st.sampled_from(EMAILS), max_size=3))
    return [
        (connection, "customers", {"customer_id": draw(st.sampled_from(["c1", "c2"])), "email": e})
        for e in emails
    ]


def _deletions(draw: st.DrawFn, story: Story, base: datetime) -> Story:
    """Delete a few of the rows, some of them only after as_of."""
    found = sorted({(c, table, row[KEYS[table]]) for c, table, row in story if table in KEYS})
    deleted = draw(st.lists(st.sampled_from(found), max_size=2, unique=True))
    instants = st.sampled_from([base, AS_OF, AS_OF + timedelta(microseconds=1)])
    return [
        (c, "deletions", {"table_name": table, "id": identifier, "deleted_at": draw(instants)})
        for c, table, identifier in deleted
    ]


def _schedule(draw: st.DrawFn, connection: str, base: datetime) -> Story:
    zone = draw(st.sampled_from(ZONES))
    dates = st.sampled_from([base.date() + timedelta(days=days) for days in (0, 1, -1, 7, 30)])
    days = draw(st.sampled_from(["1234567", "12345", "67", "246"]))
    story: Story = []
    for _ in range(draw(st.integers(1, 3))):
        row = {
            "schedule_id": "s",
            "time_zone": zone,
            "opens_at": draw(st.sampled_from(TIMES)),
            "closes_at": draw(st.sampled_from([*TIMES, "24:00"])),
            "valid_from": draw(rarely([base.date()])),
            "valid_to": draw(rarely([base.date()])),
        }
        story += [(connection, "schedules", {**row, "weekday": int(day)}) for day in days]
    for first in draw(st.lists(dates, max_size=2)):
        holiday = {"schedule_id": "s", "starts_on": first, "name": "off"}
        holiday["ends_on"] = first + timedelta(days=draw(st.integers(0, 2)))
        story.append((connection, "holidays", holiday))
    return story
