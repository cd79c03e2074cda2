"""What all contacts of a connection rest on: each case has a connection of its own."""

from __future__ import annotations

import pytest

from tests.warehouse.desk import at
from tests.warehouse.nights.conftest import Nights
from tests.warehouse.nights.desk import (
    NIGHTS,
    Entry,
    contact,
    entries,
    fact,
    later_version,
    settled,
)

ENTRIES, entry = entries()


def hours(connection: str, opens_at: str, load: int = 1) -> None:
    """Write that the desk opens at an hour of a Monday."""
    NIGHTS.add(
        "schedules", connection, load, schedule_id="week", time_zone="UTC", weekday=1,
        opens_at=opens_at, closes_at="17:00",
    )  # fmt: skip


# Monday, 2 February: from nine to ten.
hours("hours", "09:30")
settled("hours-1", "hours", schedule_id="week")
hours("hours", "09:15", load=2)
entry(
    "the hours of a schedule",
    {contact("first_reply_business_seconds", "hours-1", "hours"): ([1800], [2700])},
    connection="hours",
    scope={"hours-1": True},
)
hours("holidays", "09:30")
settled("holidays-1", "holidays", schedule_id="week")
later_version(
    "holidays", "holidays", schedule_id="week", starts_on=at("2026-02-02").date(),
    ends_on=at("2026-02-02").date(), name="Candlemas",
)  # fmt: skip
entry(
    "a holiday",
    {contact("first_reply_business_seconds", "holidays-1", "holidays"): ([1800], [0])},
    connection="holidays",
    scope={"holidays-1": True},
)
hours("same_hours", "09:30")
settled("same_hours-1", "same_hours", schedule_id="week")
hours("same_hours", "09:30", load=2)
entry(
    "hours that come again as they were",
    {contact("first_reply_business_seconds", "same_hours-1", "same_hours"): ([1800], [1800])},
    connection="same_hours",
    left_alone=["same_hours-1"],
)
for connection in ("policies", "no_policies"):
    NIGHTS.add(
        "sla_policies", connection, policy_id="p", metric="first_reply_time", target_seconds=3600
    )
    NIGHTS.add("ticket_sla", connection, ticket_id=f"{connection}-1", policy_id="p")
    settled(f"{connection}-1", connection)
later_version(
    "sla_policies", "policies", policy_id="p", metric="first_reply_time", target_seconds=1800
)
later_version(
    "deletions", "no_policies", table_name="sla_policies", id="p", deleted_at=at("2026-03-31 09:00")
)
entry(
    "the target of a policy",
    {fact("core.fct_sla", "state", connection="policies"): (["met"], ["breached"])},
    connection="policies",
    scope={"policies-1": True},
)
entry(
    "a policy that is removed",
    {fact("core.fct_sla", "state", connection="no_policies"): (["met"], [])},
    connection="no_policies",
    scope={"no_policies-1": True},
)


def silent(connection: str) -> None:
    """Write two tickets of a connection without statuses and assignments."""
    for number in (1, 2):
        ticket = NIGHTS.ticket(
            f"{connection}-{number}", f"2026-02-02 0{number}:00", connection=connection
        )
        ticket.customer(f"2026-02-02 0{number}:00")


for connection, field, value, column, before, after in (
    ("first_status", "status", "open", "status", None, "new"),
    ("first_assignment", "assignee_id", "ann", "has_assignment_history", False, True),
):
    silent(connection)
    change = {"field": field, "new_value": value, "occurred_at": at("2026-02-03 09:00")}
    later_version("ticket_events", connection, event_id="e", ticket_id=f"{connection}-1", **change)
    entry(
        f"a connection that records its {connection.replace('_', ' ')}",
        {contact(column, f"{connection}-2", connection): ([before], [after])},
        connection=connection,
        scope={f"{connection}-1": True, f"{connection}-2": True},
    )
    last = connection.replace("first", "last")
    silent(last)
    NIGHTS.add("ticket_events", last, event_id="e", ticket_id=f"{last}-1", **change)
    later_version(
        "deletions", last, table_name="ticket_events", id="e", deleted_at=at("2026-03-31 09:00")
    )
    entry(
        f"a connection that loses its {last.replace('_', ' ')}",
        {contact(column, f"{last}-2", last): ([after], [before])},
        connection=last,
        scope={f"{last}-1": True, f"{last}-2": True},
    )

settled("quiet-1", "quiet", schedule_id="week")
hours("quiet", "09:30")
entry(
    "a connection of which nothing comes",
    {contact("first_reply_business_seconds", "quiet-1", "quiet"): ([1800], [1800])},
    connection="quiet",
    left_alone=["quiet-1"],
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_connections(nights: Nights, entry: Entry) -> None:
    nights.holds(entry)
