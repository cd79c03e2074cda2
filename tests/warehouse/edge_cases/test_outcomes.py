"""Cases 7, 8 and 12: resolutions, reopenings, touches, transfers and escalations."""

from __future__ import annotations

from tests.reference.facts import Facts
from tests.warehouse.desk import DESK, HOUR, MINUTE, at, contact, expect, resolutions

DESK.schedule("weekdays-utc", "12345", "09:00-17:00", time_zone="UTC")

# Monday 2 to Friday 6 March.
DESK.ticket("solved-twice", "2026-03-02 09:00", schedule_id="weekdays-utc").customer(
    "2026-03-02 09:00"
).status("2026-03-02 10:00", "open").agent("2026-03-02 11:00").status(
    "2026-03-02 11:00", "solved", actor_id="ann"
).status("2026-03-03 09:00", "open", actor_kind="customer", actor_id=None).status(
    "2026-03-03 12:00", "pending"
).status("2026-03-04 09:00", "on_hold").status("2026-03-04 10:00", "solved", actor_id="bea").status(
    "2026-03-06 10:00", "closed", actor_kind="system", actor_id=None
)
DESK.ticket("reopened-and-open", "2026-06-29 09:00").customer("2026-06-29 09:00").status(
    "2026-06-29 10:00", "solved"
).status("2026-06-29 12:00", "open")
DESK.ticket("closed-twice", "2026-03-02 09:00").status("2026-03-02 10:00", "closed").status(
    "2026-03-02 11:00", "closed"
)
DESK.ticket("capital-letters", "2026-03-02 09:00").status("2026-03-02 10:00", "Pending").status(
    "2026-03-02 11:00", "SOLVED"
)

DESK.ticket("zero-touch", "2026-03-02 09:00").customer("2026-03-02 09:00").status(
    "2026-03-02 09:40", "solved", actor_kind="automation", actor_id="rule-7"
)
DESK.ticket("phone-reopened", "2026-03-02 09:00", channel="phone").call(
    "inbound", "2026-03-02 09:00"
).status("2026-03-02 10:00", "solved").status("2026-03-02 12:00", "open").call(
    "outbound", "2026-03-02 13:00", "2026-03-02 13:01"
)
DESK.ticket("solved-without-date", "2026-03-02 09:00", status="solved", assignee_id="ann").customer(
    "2026-03-02 09:00"
).agent("2026-03-02 09:10")
DESK.ticket("one-touch", "2026-03-02 09:00", requester_id="returning").customer(
    "2026-03-02 09:00"
).agent("2026-03-02 09:10").status("2026-03-02 09:10", "solved")
DESK.ticket("the-seventh-day", "2026-03-09 09:10", requester_id="returning").customer(
    "2026-03-09 09:10"
).agent("2026-03-09 09:20").status("2026-03-09 09:20", "solved")
for name, solved in (("old-enough", "2026-06-23 00:00"), ("too-young", "2026-06-23 00:00:01")):
    DESK.ticket(name, "2026-06-22 23:00").customer("2026-06-22 23:00").agent(solved).status(
        solved, "solved"
    )

DESK.ticket("channel-changes", "2026-03-02 09:00", channel="email").customer(
    "2026-03-02 09:00", channel="chat"
).event("channel", "2026-03-02 09:30", "phone").agent("2026-03-02 10:00", channel="email")
DESK.ticket("same-group-channel", "2026-03-02 09:00", channel="chat").customer(
    "2026-03-02 09:00"
).event("channel", "2026-03-02 09:30", "messaging")
DESK.ticket("one-instant", "2026-03-02 09:00").event(
    "assignee_id", "2026-03-02 09:10", "ann"
).event("group_id", "2026-03-02 09:10", "billing").event(
    "assignee_id", "2026-03-02 10:00", "bea"
).event("group_id", "2026-03-02 10:00", "technical")
DESK.ticket("back-again", "2026-03-02 09:00").event("assignee_id", "2026-03-02 09:10", "ann").event(
    "assignee_id", "2026-03-02 09:20", "bea"
).event("assignee_id", "2026-03-02 09:30", "ann").status("2026-03-02 09:30", "solved").event(
    "assignee_id", "2026-03-02 09:40", None
).event("assignee_id", "2026-03-02 09:50", "ann")
DESK.ticket("tiers", "2026-03-02 09:00").event("tier", "2026-03-02 09:10", "1").event(
    "tier", "2026-03-02 09:20", "2"
)
DESK.ticket("first-tier", "2026-03-02 09:00").event("tier", "2026-03-02 09:10", "2")


def test_case_07_solved_reopened_solved(facts: Facts) -> None:
    expect(
        contact(facts, "solved-twice"),
        status="closed",
        is_resolved=True,
        reopens=1,
        first_resolved_at=at("2026-03-02 11:00"),
        resolved_at=at("2026-03-04 10:00"),
        first_resolution_seconds=2 * HOUR,
        first_resolution_business_seconds=2 * HOUR,
        # Two days and an hour; Monday 8 h, Tuesday 8 h, Wednesday 1 h are open.
        full_resolution_seconds=49 * HOUR,
        full_resolution_business_seconds=17 * HOUR,
        is_fcr_gross=False,
        is_fcr_net=False,
    )


def test_case_07_waits_leave_the_solved_time_out(facts: Facts) -> None:
    # new 1 h, open 1 h + 3 h, on hold 1 h; pending Tuesday 12:00 to Wednesday 09:00.
    expect(
        contact(facts, "solved-twice"),
        requester_wait_seconds=6 * HOUR,
        requester_wait_business_seconds=6 * HOUR,
        agent_work_seconds=5 * HOUR,
        agent_work_business_seconds=5 * HOUR,
        on_hold_seconds=HOUR,
        on_hold_business_seconds=HOUR,
        agent_wait_seconds=21 * HOUR,
        agent_wait_business_seconds=5 * HOUR,
        # Nobody was ever assigned: new, open, pending and on hold.
        unassigned_seconds=27 * HOUR,
    )


def test_case_07_each_entry_into_a_resolved_state_is_a_resolution(facts: Facts) -> None:
    first, last = resolutions(facts, "solved-twice")
    expect(
        first,
        resolved_at=at("2026-03-02 11:00"),
        agent="ann",
        is_first=True,
        is_last=False,
        reopened_at=at("2026-03-03 09:00"),
        seconds_from_created=2 * HOUR,
        seconds_from_reopened=None,
    )
    expect(
        last,
        resolved_at=at("2026-03-04 10:00"),
        agent="bea",
        is_first=False,
        is_last=True,
        reopened_at=None,
        seconds_from_created=49 * HOUR,
        business_seconds_from_created=17 * HOUR,
        seconds_from_reopened=25 * HOUR,
    )
    # Closed again is no new entry.
    assert len(resolutions(facts, "closed-twice")) == 1


def test_statuses_are_the_same_words_in_any_case(facts: Facts) -> None:
    expect(
        contact(facts, "capital-letters"),
        status="solved",
        is_resolved=True,
        first_resolution_seconds=2 * HOUR,
        requester_wait_seconds=HOUR,
        agent_wait_seconds=HOUR,
    )


def test_case_07_reopened_and_still_open_has_no_full_resolution(facts: Facts) -> None:
    expect(
        contact(facts, "reopened-and-open"),
        is_resolved=False,
        reopens=1,
        first_resolved_at=at("2026-06-29 10:00"),
        first_resolution_seconds=HOUR,
        resolved_at=None,
        full_resolution_seconds=None,
        # new for an hour, open from 12:00 to as_of at midnight.
        requester_wait_seconds=13 * HOUR,
    )
    expect(resolutions(facts, "reopened-and-open")[0], is_last=True)


def test_case_08_solved_with_no_agent_message_is_zero_touch(facts: Facts) -> None:
    expect(
        contact(facts, "zero-touch"),
        is_resolved=True,
        human_replies=0,
        first_reply_at=None,
        first_reply_seconds=None,
        first_resolution_seconds=40 * MINUTE,
        is_fcr_gross=False,
        first_agent=None,
    )
    # A rule solved it, so no agent did.
    expect(resolutions(facts, "zero-touch")[0], agent=None)


def test_case_08_phone_contact_solved_reopened_then_replied(facts: Facts) -> None:
    expect(
        contact(facts, "phone-reopened"),
        inbound_messages=1,
        human_replies=1,
        first_reply_at=at("2026-03-02 13:01"),
        first_reply_seconds=241 * MINUTE,
        first_resolution_seconds=HOUR,
        resolved_at=None,
        reopens=1,
        first_agent="carl",
    )


def test_case_08_a_resolution_that_no_event_dates_has_no_duration(facts: Facts) -> None:
    expect(
        contact(facts, "solved-without-date"),
        status="solved",
        is_resolved=True,
        first_resolved_at=None,
        resolved_at=None,
        full_resolution_seconds=None,
        requester_wait_seconds=None,
        unassigned_seconds=None,
        first_reply_seconds=10 * MINUTE,
        is_fcr_gross=True,
        is_fcr_net=None,
    )
    assert resolutions(facts, "solved-without-date") == []


def test_case_08_one_touch_holds_until_the_customer_returns_within_seven_days(
    facts: Facts,
) -> None:
    # Exactly seven days after the resolution is still within.
    expect(contact(facts, "one-touch"), is_fcr_gross=True, is_fcr_net=False)
    expect(contact(facts, "the-seventh-day"), is_fcr_gross=True, is_fcr_net=True)
    # Until those seven days have passed, nobody knows.
    expect(contact(facts, "old-enough"), is_fcr_gross=True, is_fcr_net=True)
    expect(contact(facts, "too-young"), is_fcr_gross=True, is_fcr_net=None)


def test_case_12_channel_changes_mid_contact(facts: Facts) -> None:
    # The first inbound message says chat, whatever the ticket says.
    expect(
        contact(facts, "channel-changes"), channel="chat", channel_group="chat", is_escalated=True
    )
    expect(contact(facts, "same-group-channel"), channel="chat", is_escalated=False)


def test_case_12_group_and_assignee_change_at_one_instant_is_one_transfer(facts: Facts) -> None:
    # Never resolved, so every transfer came before the resolution.
    expect(
        contact(facts, "one-instant"),
        transfers=1,
        transfers_before_resolution=1,
        is_transferred_before_resolution=True,
        assignee="bea",
        unassigned_seconds=10 * MINUTE,
    )


def test_case_12_transfer_back_to_the_first_agent_counts(facts: Facts) -> None:
    # ann to bea and back; unassigning and the same agent again are none. The one at the very
    # instant of the resolution is not before it.
    expect(
        contact(facts, "back-again"),
        transfers=2,
        transfers_before_resolution=1,
        assignee="ann",
    )


def test_case_12_another_tier_after_the_first_is_an_escalation(facts: Facts) -> None:
    expect(contact(facts, "tiers"), is_escalated=True)
    expect(contact(facts, "first-tier"), is_escalated=False)
