"""What policies promise, a pen for tickets with a promise, and what became of it."""

from __future__ import annotations

from orchestration.config import Settings
from tests.team_reports.desk import DESK, facts_of
from tests.warehouse.desk import HOUR, Ticket, at
from tests.warehouse.harness import Row

for policy, metric, priority, hours, clock in (
    ("gold", "first_reply", "urgent", 1, "calendar"),
    ("gold", "first_reply", None, 4, "business"),
    ("gold", "next_reply", None, 2, "calendar"),
    ("gold", "resolution", None, 24, "calendar"),
    ("gold", "requester_wait", None, 10, "business"),
    ("gold", "agent_work", None, 8, None),
    ("silver", "next_reply_time", None, 1, "calendar"),
):
    DESK.add(
        "sla_policies",
        policy_id=policy,
        metric=metric,
        priority=priority,
        target_seconds=hours * HOUR,
        clock=clock,
        # What was promised in February is another thing.
        valid_from=at("2026-03-01 00:00"),
        valid_to=None,
    )
DESK.add(
    "sla_policies",
    policy_id="gold",
    metric="first_reply",
    priority=None,
    target_seconds=60,
    clock="business",
    valid_from=None,
    valid_to=at("2026-03-01 00:00"),
)


def promised(ticket_id: str, created: str, applied: str | None = None, **row: object) -> Ticket:
    """Begin an e-mail ticket with policy gold, from its creation on unless told."""
    row = {"schedule_id": "office", "priority": "normal", **row}
    DESK.add("ticket_sla", ticket_id=ticket_id, policy_id="gold", applied_at=at(applied or created))
    return DESK.ticket(ticket_id, created, **row)


def promise(settings: Settings, ticket_id: str, metric: str) -> Row:
    rows = promises(settings, ticket_id, metric)
    assert len(rows) == 1
    return rows[0]


def promises(settings: Settings, ticket_id: str, metric: str) -> list[Row]:
    rows = facts_of(settings, "fct_sla", ticket_id, order_by="started_at")
    return [row for row in rows if row["metric"] == metric]
