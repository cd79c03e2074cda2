"""Visits to the portal are replaced by day: what changes one makes its day a touched one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.warehouse.desk import at
from tests.warehouse.nights.conftest import Nights
from tests.warehouse.nights.desk import (
    DESK,
    NIGHTS,
    Entry,
    entries,
    fact,
    later_version,
    settled,
)

ENTRIES, entry = entries()
FOLLOWED = "has_ticket_within_24h"


def visit(session_id: str, started: str, load: int = 1, **row: Any) -> None:
    """Write a visit, by the customer of the same name unless told."""
    row = {"customer_id": session_id, "started_at": at(started), **row}
    NIGHTS.add("portal_sessions", DESK, load, session_id=session_id, **row)


def shown(session_id: str, column: str = FOLLOWED) -> str:
    """Return the query of a column of a visit."""
    return fact("core.fct_portal_sessions", column, session_id=session_id)


# A ticket of the next 24 hours, on a Sunday of 23.
visit("sunday", "2025-03-30 12:00")
NIGHTS.ticket("sunday-1", "2025-03-30 22:30", connection=DESK, load=2, requester_id="sunday")
entry(
    "a ticket that comes late, on a Sunday of 23 hours",
    {shown("sunday"): ([False], [True])},
    scope={"sunday-1": True},
    touched=["2025-03-30"],
    untouched=["2025-03-27"],
)
# From half past eleven on Saturday to half past midnight on Monday.
visit("saturday", "2025-03-29 22:30")
NIGHTS.ticket("saturday-1", "2025-03-30 22:30", connection=DESK, load=2, requester_id="saturday")
entry(
    "a ticket that comes late, two local days after the visit",
    {
        shown("saturday"): ([False], [True]),
        shown("saturday", "date_on"): ([date(2025, 3, 29)], [date(2025, 3, 29)]),
    },
    scope={"saturday-1": True},
    touched=["2025-03-29", "2025-03-31"],
)
settled("binned-1", requester_id="binned", created="2025-10-08 08:00")
visit("binned", "2025-10-07 12:00")
later_version("deletions", table_name="tickets", id="binned-1", deleted_at=at("2026-03-31 09:00"))
entry(
    "a ticket that does not count any more",
    {shown("binned"): ([True], [False])},
    scope={"binned-1": True},
    touched=["2025-10-07"],
    untouched=["2025-10-06"],
)
settled("handed-1", requester_id="handed-from", created="2025-10-11 08:00")
visit("handed-from", "2025-10-10 12:00")
visit("handed-to", "2025-10-10 13:00")
later_version(
    "tickets", ticket_id="handed-1", requester_id="handed-to", channel="email",
    created_at=at("2025-10-11 08:00"), updated_at=at("2026-03-31 09:00"),
)  # fmt: skip
entry(
    "a ticket that turns out to be another person's",
    {shown("handed-from"): ([True], [False]), shown("handed-to"): ([False], [True])},
    scope={"handed-1": True},
)

# Whose visit it is. The ticket rests, and its day is none of the touched ones.
NIGHTS.add("customers", DESK, customer_id="visitor", email="before@mail")
NIGHTS.add("customers", DESK, customer_id="writer", email="visitor@mail")
visit("visitor", "2025-12-12 12:00")
settled("writer-1", requester_id="writer", created="2025-12-13 08:00")
later_version("customers", customer_id="visitor", email="visitor@mail")
SAME_PERSON = (
    "select count(distinct person_key) from core.fct_portal_sessions"
    " where session_id in ('visitor', 'writer')"
)
visit("writer", "2025-12-20 12:00")
entry(
    "a customer whose address changes",
    {shown("visitor"): ([False], [True]), SAME_PERSON: ([2], [1])},
    left_alone=["writer-1"],
    touched=["2025-12-12"],
    untouched=["2025-12-13"],
)
settled("signed-1", requester_id="signed", created="2025-10-15 08:00")
visit("signed-in", "2025-10-14 12:00", customer_id=None)
visit("signed-in", "2025-10-14 12:00", load=2, customer_id="signed")
entry(
    "a visitor who is known later",
    {shown("signed-in"): ([None], [True])},
    left_alone=["signed-1"],
    touched=["2025-10-14"],
    untouched=["2025-10-15"],
)

# The visit itself. Half past eleven in the evening is the next day in Amsterdam.
visit("shifted", "2025-10-17 12:00")
visit("shifted", "2025-10-19 22:30", load=2)
entry(
    "a visit on another day than before",
    {shown("shifted", "date_on"): ([date(2025, 10, 17)], [date(2025, 10, 20)])},
    touched=["2025-10-17", "2025-10-20"],
    untouched=["2025-10-18", "2025-10-19"],
)
visit("withdrawn", "2025-10-24 12:00")
later_version(
    "deletions", table_name="portal_sessions", id="withdrawn", deleted_at=at("2026-02-03 00:00")
)
entry(
    "a visit that is removed",
    {shown("withdrawn"): ([False], [])},
    touched=["2025-10-24"],
    untouched=["2025-10-25"],
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_visits(nights: Nights, entry: Entry) -> None:
    nights.holds(entry)
