"""Leads are replaced by day, with those of contacts that came, went, or do not count any more."""

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


def lead(lead_id: str, captured: str, load: int = 1, **row: Any) -> None:
    """Write a lead, from no contact unless told."""
    row = {"channel": "email", "captured_at": at(captured), **row}
    NIGHTS.add("leads", DESK, load, lead_id=lead_id, **row)


def shown(lead_id: str, column: str) -> str:
    """Return the query of a column of a lead."""
    return fact("core.fct_leads", column, lead_id=lead_id)


# The lead itself. Half past eleven in the evening is the next day in Amsterdam.
lead("corrected", "2025-09-03 12:00", value=100)
lead("corrected", "2025-09-05 22:30", load=2, value=150)
entry(
    "a lead that is corrected, and was captured on another day",
    {
        shown("corrected", "date_on"): ([date(2025, 9, 3)], [date(2025, 9, 6)]),
        shown("corrected", "value_amount"): ([100], [150]),
    },
    touched=["2025-09-03", "2025-09-06"],
    untouched=["2025-09-04", "2025-09-05"],
)
lead("bought", "2025-09-09 12:00")
lead("bought", "2025-09-09 12:00", load=2, converted_at=at("2025-09-11 12:00"))
entry(
    "a lead that bought",
    {shown("bought", "is_converted"): ([False], [True])},
    touched=["2025-09-09", "2025-09-11"],
    untouched=["2025-09-10"],
)

# What it came from. The lead rests, on a day of its own.
settled("pruned-1")
lead("pruned", "2025-09-15 12:00", ticket_id="pruned-1")
later_version("deletions", table_name="tickets", id="pruned-1", deleted_at=at("2026-03-31 09:00"))
entry(
    "the lead of a ticket that does not count any more",
    {shown("pruned", "exclusion_reason"): ([None], ["deleted"])},
    scope={"pruned-1": True},
    touched=["2025-09-15"],
    untouched=["2025-09-16"],
)
settled("awaited-1", load=2)
lead("awaited", "2025-09-18 12:00", ticket_id="awaited-1")
entry(
    "the lead of a ticket that comes late",
    {shown("awaited", "date_on"): ([], [date(2025, 9, 18)])},
    scope={"awaited-1": True},
    touched=["2025-09-18"],
    untouched=["2025-09-19"],
)
settled("joined-1")
settled("joined-2")
lead("joined", "2025-09-22 12:00", ticket_id="joined-1")
later_version(
    "tickets", ticket_id="joined-1", channel="email", merged_into_ticket_id="joined-2",
    created_at=at("2026-02-02 09:00"), updated_at=at("2026-03-31 09:00"),
)  # fmt: skip
entry(
    "the lead of a ticket that is merged",
    {shown("joined", "exclusion_reason"): ([None], ["merged"])},
    scope={"joined-1": True, "joined-2": True},
    touched=["2025-09-22"],
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_leads(nights: Nights, entry: Entry) -> None:
    nights.holds(entry)
