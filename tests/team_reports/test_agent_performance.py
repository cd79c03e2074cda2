"""What agent dora did, by hand; only these tickets name her. 6 March 2026 is a Friday.

The office is open on weekdays from 09:00 to 17:00 UTC.
"""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.config import Settings
from tests.team_reports.desk import DESK, expect
from tests.warehouse.desk import HOUR, MINUTE, at
from tests.warehouse.harness import Row, query, stable_key

BY_DORA = {"actor_id": "dora"}

DESK.ticket("perf-shared", "2026-03-09 09:00", schedule_id="office", assignee_id="eve").customer(
    "2026-03-09 09:00"
).agent("2026-03-09 09:10", "dora").customer("2026-03-09 10:00").agent(
    "2026-03-09 10:05", "eve"
).customer("2026-03-09 11:00").agent("2026-03-09 11:30", "dora").status(
    "2026-03-09 11:30", "solved", **BY_DORA
).status("2026-03-09 12:00", "open", actor_kind="customer", actor_id=None).status(
    "2026-03-09 13:00", "solved", **BY_DORA
)
DESK.ticket("perf-outbound", "2026-03-10 09:00").agent("2026-03-10 09:00", "dora")
DESK.ticket("perf-weekend", "2026-03-06 16:00", schedule_id="office").customer(
    "2026-03-06 16:00"
).agent("2026-03-09 10:00", "dora")
for kind, started, ended in (("talk", "09:05", "09:10"), ("wrap_up", "09:10", "09:11")):
    DESK.add(
        "work_sessions",
        session_id=f"perf-{kind}",
        ticket_id="perf-shared",
        agent_id="dora",
        kind=kind,
        started_at=at(f"2026-03-09 {started}"),
        ended_at=at(f"2026-03-09 {ended}"),
    )
for ticket, responded, score in (
    ("perf-shared", "2026-03-11 09:00", 5),
    ("perf-weekend", "2026-03-12 09:00", 2),
):
    DESK.add(
        "surveys",
        survey_id=ticket,
        ticket_id=ticket,
        kind="csat",
        responded_at=at(responded),
        score=score,
    )


def dora(settings: Settings, grain: str, start: date) -> Row:
    rows = query(
        settings,
        "select * from marts.mart_agent_performance "
        "where agent_key = ? and period_grain = ? and period_start = ?",
        [stable_key("desk", "dora"), grain, start],
    )
    assert len(rows) == 1
    return rows[0]


def test_replies_are_credited_to_who_sent_them(reports: Settings) -> None:
    # Two of the shared ticket's three, the outbound one and Monday's; the outbound one answers
    # nothing, and its contact has no schedule.
    expect(
        dora(reports, "month", date(2026, 3, 1)),
        replies=4,
        unique_messages_answered=3,
        replies_in_business_hours_share=1,
        handled_contacts=3,
    )


def test_reply_waits_on_both_clocks(reports: Settings) -> None:
    # 10 minutes, 30 minutes and 66 hours, of which Friday's last and Monday's first hour are open.
    expect(
        dora(reports, "month", date(2026, 3, 1)),
        reply_waits=3,
        reply_wait_mean_seconds=(40 * MINUTE + 66 * HOUR) / 3,
        reply_wait_median_seconds=30 * MINUTE,
        reply_wait_slowest_seconds=66 * HOUR,
        reply_wait_business_mean_seconds=(40 * MINUTE + 2 * HOUR) / 3,
        reply_wait_business_median_seconds=30 * MINUTE,
        reply_wait_business_slowest_seconds=2 * HOUR,
    )


def test_first_replies_leave_outbound_contacts_out(reports: Settings) -> None:
    expect(
        dora(reports, "month", date(2026, 3, 1)),
        first_replies=2,
        first_reply_mean_seconds=(10 * MINUTE + 66 * HOUR) / 2,
        first_reply_median_seconds=(10 * MINUTE + 66 * HOUR) / 2,
        first_reply_slowest_seconds=66 * HOUR,
        first_reply_business_mean_seconds=(10 * MINUTE + 2 * HOUR) / 2,
        first_reply_business_median_seconds=(10 * MINUTE + 2 * HOUR) / 2,
        first_reply_business_slowest_seconds=2 * HOUR,
    )


def test_outcomes_and_work(reports: Settings) -> None:
    expect(
        dora(reports, "month", date(2026, 3, 1)),
        handle_seconds=6 * MINUTE,
        handle_mean_seconds=6 * MINUTE,
        resolved=2,
        reopened=1,
        rated=2,
        satisfied=1,
        csat=0.5,
    )


def test_replies_count_when_sent_and_waits_when_they_began(reports: Settings) -> None:
    expect(
        dora(reports, "week", date(2026, 3, 2)),
        replies=0,
        reply_waits=1,
        first_replies=1,
        handled_contacts=0,
        handle_seconds=None,
        csat=None,
    )
    expect(
        dora(reports, "week", date(2026, 3, 9)),
        replies=4,
        reply_waits=2,
        first_replies=1,
        previous_replies=0,
        previous_reply_wait_mean_seconds=pytest.approx(66 * HOUR),
        previous_csat=None,
    )
