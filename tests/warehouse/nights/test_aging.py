"""What runs on for contacts that nothing happens to, which no night computes anew.

The desk opens on Mondays and Wednesdays from 9 to 17 UTC. The first night is on Monday, 30 March,
at 22:30, the second 48 hours later: eight hours of business. All write on that Monday at 10:00.
"""

from __future__ import annotations

import pytest

from tests.warehouse.desk import HOUR, Ticket, at
from tests.warehouse.nights.conftest import Nights
from tests.warehouse.nights.desk import NIGHTS, Entry, Shown, contact, entries, fact

ENTRIES, entry = entries()
AGING = "aging"
COLUMNS = (
    "requester_wait_seconds",
    "requester_wait_business_seconds",
    "agent_wait_seconds",
    "agent_wait_business_seconds",
    "on_hold_seconds",
    "on_hold_business_seconds",
    "agent_work_seconds",
    "agent_work_business_seconds",
    "unassigned_seconds",
)

for schedule_id, weekdays in (("week", (1, 3)), ("thursdays", (4,))):
    for weekday in weekdays:
        NIGHTS.add(
            "schedules", AGING, schedule_id=schedule_id, time_zone="UTC", weekday=weekday,
            opens_at="09:00", closes_at="17:00",
        )  # fmt: skip


def waiting(ticket_id: str, created: str = "2026-03-30 10:00", schedule_id: str = "week") -> Ticket:
    """Write a ticket that nobody answers."""
    return NIGHTS.ticket(
        ticket_id, created, connection=AGING, schedule_id=schedule_id
    ).customer(created)  # fmt: skip


def hours(
    ticket_id: str, before: list[float], after: list[float]
) -> dict[str, tuple[Shown, Shown]]:
    """Return what the running columns of a contact show, in hours, in the order of COLUMNS."""
    return {
        contact(column, ticket_id, AGING): ([then * HOUR], [now * HOUR])
        for column, then, now in zip(COLUMNS, before, after, strict=True)
    }


waiting("new-1")
entry(
    "a new contact that nobody has taken",
    hours(
        "new-1",
        [12.5, 7, 0, 0, 0, 0, 12.5, 7, 12.5],
        [60.5, 15, 0, 0, 0, 0, 60.5, 15, 60.5],
    ),
    connection=AGING,
    ages=["new-1"],
)
waiting("pending-1").event("assignee_id", "2026-03-30 11:00", "ann").status(
    "2026-03-30 12:00", "pending"
)
entry(
    "a contact that waits for the customer",
    hours(
        "pending-1",
        [2, 2, 10.5, 5, 0, 0, 2, 2, 1],
        [2, 2, 58.5, 13, 0, 0, 2, 2, 1],
    ),
    connection=AGING,
    ages=["pending-1"],
)
waiting("held-1").event("assignee_id", "2026-03-30 10:00", "ann").status(
    "2026-03-30 12:00", "on_hold"
)
entry(
    "a contact on hold",
    hours(
        "held-1",
        [12.5, 7, 0, 0, 10.5, 5, 2, 2, 0],
        [60.5, 15, 0, 0, 58.5, 13, 2, 2, 0],
    ),
    connection=AGING,
    ages=["held-1"],
)

# Ten hours of business: seven on the Monday, the last three on the Wednesday until noon.
for metric, clock, target_hours in (
    ("requester_wait_time", "business", 10),
    ("agent_work_time", "calendar", 100),
    ("next_reply_time", "calendar", 1),
):
    NIGHTS.add(
        "sla_policies", AGING, policy_id="times", metric=metric, clock=clock,
        target_seconds=target_hours * HOUR,
    )  # fmt: skip
# 14 Thursdays from 26 March to 25 June, and an hour of 2 July, 94 days after the first night.
NIGHTS.add(
    "sla_policies", AGING, policy_id="far", metric="first_reply_time", clock="business",
    target_seconds=113 * HOUR,
)  # fmt: skip
waiting("promised-1")
NIGHTS.add("ticket_sla", AGING, ticket_id="promised-1", policy_id="times")
waiting("far-1", "2026-03-26 09:00", "thursdays")
NIGHTS.add("ticket_sla", AGING, ticket_id="far-1", policy_id="far")


def promise(metric: str, *columns: str) -> str:
    """Return the query of a promise's columns, in one list."""
    return fact("core.fct_sla", f"[{', '.join(columns)}]", connection=AGING, metric=metric)


entry(
    "a promise about the time in a state is broken",
    {
        promise("requester_wait", "state"): ([["running"]], [["breached"]]),
        promise("requester_wait", "elapsed_seconds"): ([[7.0 * HOUR]], [[15.0 * HOUR]]),
        promise("requester_wait", "due_at"): ([[at("2026-04-01 12:00")]], [[None]]),
    },
    connection=AGING,
    ages=["promised-1"],
)
entry(
    "a promise about the time in a state runs on",
    {
        promise("agent_work", "state"): ([["running"]], [["running"]]),
        promise("agent_work", "elapsed_seconds"): ([[12.5 * HOUR]], [[60.5 * HOUR]]),
        promise("agent_work", "due_at"): (
            [[at("2026-04-03 14:00")]],
            [[at("2026-04-03 14:00")]],
        ),
    },
    connection=AGING,
    ages=["promised-1"],
)
entry(
    "a promise that falls due beyond the known days of its schedule is computed anew",
    {
        promise("first_reply", "due_at"): ([[None]], [[at("2026-07-02 10:00")]]),
        promise("first_reply", "elapsed_seconds"): ([[8.0 * HOUR]], [[8.0 * HOUR]]),
    },
    connection=AGING,
    scope={"far-1": False},
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_aging(nights: Nights, entry: Entry) -> None:
    nights.holds(entry)
