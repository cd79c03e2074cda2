"""Which policy and which target hold for a promise: those of its time."""

from __future__ import annotations

from orchestration.config import Settings
from tests.team_reports.desk import DESK, expect
from tests.team_reports.promises import promise, promised, promises
from tests.warehouse.desk import HOUR, at

promised("sla-raised-later", "2026-03-09 09:00", priority="urgent").customer(
    "2026-03-09 09:00"
).event("priority", "2026-03-09 09:00", "normal").event(
    "priority", "2026-03-09 10:00", "urgent"
).agent("2026-03-09 11:00")
promised("sla-raised-first", "2026-03-09 09:00", "2026-03-09 10:30", priority="urgent").customer(
    "2026-03-09 09:00"
).event("priority", "2026-03-09 09:00", "normal").event(
    "priority", "2026-03-09 10:00", "Urgent"
).agent("2026-03-09 11:00")
promised("sla-unknown-priority", "2026-03-09 09:00", priority="urgent").customer(
    "2026-03-09 09:00"
).event("priority", "2026-03-09 10:00", "urgent").agent("2026-03-09 11:00")
promised("sla-switched", "2026-03-09 09:00", "2026-03-09 12:00").customer("2026-03-09 09:00").agent(
    "2026-03-09 09:10"
).customer("2026-03-09 11:00").agent("2026-03-09 12:30").customer("2026-03-09 13:00").agent(
    "2026-03-09 14:30"
)
DESK.add(
    "ticket_sla", ticket_id="sla-switched", policy_id="silver", applied_at=at("2026-03-09 09:05")
)
promised("sla-february", "2026-02-02 09:00").customer("2026-02-02 09:00").agent("2026-02-02 09:02")


def test_the_priority_is_that_of_the_time_the_policy_was_set(reports: Settings) -> None:
    expect(
        promise(reports, "sla-raised-later", "first_reply"),
        priority="normal",
        target_seconds=4 * HOUR,
        elapsed_seconds=2 * HOUR,
        state="met",
    )
    # Set half an hour after the ticket had become urgent; the clock runs from the creation.
    expect(
        promise(reports, "sla-raised-first", "first_reply"),
        priority="urgent",
        clock="calendar",
        target_seconds=HOUR,
        due_at=at("2026-03-09 10:00"),
        elapsed_seconds=2 * HOUR,
        state="breached",
    )


def test_a_priority_before_its_first_event_is_unknown(reports: Settings) -> None:
    expect(
        promise(reports, "sla-unknown-priority", "first_reply"),
        priority=None,
        target_seconds=4 * HOUR,
        state="met",
    )


def test_a_turn_is_judged_by_the_policy_in_force_when_it_began(reports: Settings) -> None:
    by_silver, by_gold = promises(reports, "sla-switched", "next_reply")
    expect(by_silver, policy_id="silver", elapsed_seconds=1.5 * HOUR, state="breached")
    expect(by_gold, policy_id="gold", elapsed_seconds=1.5 * HOUR, state="met")
    assert promise(reports, "sla-switched", "first_reply")["policy_id"] == "gold"


def test_new_targets_do_not_judge_old_contacts(reports: Settings) -> None:
    expect(
        promise(reports, "sla-february", "first_reply"),
        target_seconds=60,
        elapsed_seconds=120,
        state="breached",
    )
    assert promises(reports, "sla-february", "resolution") == []
