"""Calls and the work on them: outcomes, waits, service level, talk, hold and wrap-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.activities.desk import add, ticket
from tests.warehouse.harness import Row

for weekday in range(1, 6):
    add(
        "schedules",
        schedule_id="office",
        time_zone="UTC",
        weekday=weekday,
        opens_at="09:00",
        closes_at="17:00",
    )


def call(ticket_id: str, direction: str, queued: str, **row: object) -> None:
    add(
        "calls",
        call_id=f"call-{ticket_id}",
        ticket_id=ticket_id,
        direction=direction,
        queued_at=queued,
        **{"agent_id": "carl" if "answered_at" in row else None} | row,
    )


def phone(ticket_id: str, direction: str, queued: str, **row: object) -> None:
    ticket(ticket_id, "phone", queued, schedule_id="office")
    call(ticket_id, direction, queued, **row)


def work(number: int, ticket_id: str, kind: str, started: str, ended: str) -> None:
    add(
        "work_sessions",
        session_id=f"work-{number}",
        ticket_id=ticket_id,
        agent_id="carl",
        kind=kind,
        started_at=started,
        ended_at=ended,
    )


phone("p1", "inbound", "09:00:00", answered_at="09:00:10")
phone("p2", "inbound", "09:10:00", answered_at="09:10:40")
phone("p3", "inbound", "09:20:00", abandoned_at="09:21:30")
phone("p4", "inbound", "09:30:00")
phone("p5", "inbound", "18:00:00", answered_at="18:00:20")
phone("p6", "outbound", "10:00:00", answered_at="10:00:30")
# Nobody took it: whoever gave up, it was not a customer who waited.
phone("p7", "outbound", "10:05:00", abandoned_at="10:05:20")
ticket("p8", "phone", "10:00", status="spam")
call("p8", "inbound", "10:00:00", answered_at="10:00:05")
ticket("p9", "phone", "03-03 09:00", merged_into_ticket_id="p1")
call("p9", "inbound", "03-03 09:00:00", answered_at="03-03 09:00:50")
call("nowhere", "inbound", "09:00:00", answered_at="09:00:05")
# Ten seconds before as_of; given up only after it.
phone("p10", "inbound", "06-29 23:59:50", abandoned_at="06-30 00:00:05")

work(1, "p1", "talk", "09:00:10", "09:05:10")
work(2, "p2", "talk", "09:10:40", "09:12:20")
work(3, "p2", "hold", "09:11:00", "09:12:00")
work(4, "p1", "wrap_up", "23:59:00", "03-03 00:01:00")
work(5, "p9", "talk", "03-03 09:00:50", "03-03 09:01:40")
work(6, "p10", "talk", "06-29 23:59:00", "06-30 00:10:00")
work(7, "p8", "talk", "10:00:05", "10:01:00")
work(8, "nowhere", "talk", "10:00:05", "10:01:00")
work(9, "plain", "handle", "10:00:00", "10:01:00")


def test_outcomes_and_waits(read: Callable[..., list[Row]]) -> None:
    rows = read(
        "select call_id, outcome, wait_seconds, abandoned_after_seconds, in_business_hours, "
        "exclusion_reason from core.fct_calls"
    )
    assert {row.pop("call_id"): tuple(row.values()) for row in rows} == {
        "call-p1": ("answered", 10, None, True, None),
        "call-p2": ("answered", 40, None, True, None),
        "call-p3": ("abandoned", None, 90, True, None),
        "call-p4": ("unanswered", None, None, True, None),
        "call-p5": ("answered", 20, None, False, None),
        "call-p6": ("answered", 30, None, True, None),
        "call-p7": ("unanswered", None, None, True, None),
        # Its ticket names no schedule.
        "call-p8": ("answered", 5, None, None, "spam"),
        "call-p9": ("answered", 50, None, True, None),
        "call-p10": ("unanswered", None, None, False, None),
    }


def test_calls_and_work_on_a_merged_away_contact_are_the_survivor_s(
    read: Callable[..., list[Row]],
) -> None:
    rows = read("""
        select
            (select list(call_id order by queued_at) from core.fct_calls
             where contact_key = contacts.contact_key) as calls,
            (select sum(seconds) from core.fct_work_sessions
             where contact_key = contacts.contact_key) as worked,
            handle_seconds
        from core.fct_contacts as contacts
        where connection = 'desk' and ticket_id in ('p1', 'p9')
        order by ticket_id
    """)
    assert rows == [
        {"calls": ["call-p1", "call-p9"], "worked": 300 + 120 + 50, "handle_seconds": 470},
        {"calls": None, "worked": None, "handle_seconds": None},
    ]


def test_calls_and_work_on_no_ticket_are_orphans(read: Callable[..., list[Row]]) -> None:
    rows = read(
        "select table_name, rows from quality.orphans where ticket_id = 'nowhere' "
        "and table_name in ('calls', 'work_sessions') order by all"
    )
    assert [tuple(row.values()) for row in rows] == [("calls", 1), ("work_sessions", 1)]


def test_phone_of_a_day(period: Callable[..., Row]) -> None:
    row = period("mart_phone", "2026-03-02")
    expected: dict[str, Any] = {
        "inbound_calls": 5,
        "answered_calls": 3,
        "abandoned_calls": 1,
        "unanswered_calls": 1,
        "outbound_calls": 2,
        "reached_outbound_calls": 1,
        "answered_share": 3 / 5,
        "abandoned_share": 1 / 5,
        # 10, 40 and 20 s; of three values the 90th percentile lies 0.8 of the way to the last.
        "speed_of_answer_mean_seconds": 70 / 3,
        "speed_of_answer_median_seconds": 20,
        "speed_of_answer_p90_seconds": 36,
        "time_to_abandon_mean_seconds": 90,
        "time_to_abandon_median_seconds": 90,
        # Of five calls those of 10 and of exactly 20 s.
        "service_level_seconds": 20,
        "calls_in_service_level": 5,
        "calls_within_service_level": 2,
        "service_level_share": 2 / 5,
        "in_business_hours_share": 4 / 5,
        "talk_sessions": 2,
        "talk_total_seconds": 400,
        "talk_mean_seconds": 200,
        "hold_sessions": 1,
        "hold_mean_seconds": 60,
        # It ended on the day after.
        "wrap_up_sessions": None,
        "wrap_up_total_seconds": None,
        "wrap_up_mean_seconds": None,
        "previous_inbound_calls": None,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_phone_of_the_day_after(period: Callable[..., Row]) -> None:
    row = period("mart_phone", "2026-03-03")
    expected: dict[str, Any] = {
        "inbound_calls": 1,
        "service_level_share": 0,
        "time_to_abandon_mean_seconds": None,
        "wrap_up_sessions": 1,
        "wrap_up_mean_seconds": 120,
        "previous_inbound_calls": 5,
        "previous_abandoned_share": 1 / 5,
        "previous_speed_of_answer_mean_seconds": 70 / 3,
        "previous_service_level_share": 2 / 5,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)


@pytest.mark.parametrize("connection", ["desk", None])
def test_phone_of_all_time(period: Callable[..., Row], connection: str | None) -> None:
    row = period("mart_phone", None, connection)
    expected: dict[str, Any] = {
        "inbound_calls": 7,
        "speed_of_answer_mean_seconds": 120 / 4,
        # The call of ten seconds ago is too young to tell.
        "calls_in_service_level": 6,
        "service_level_share": 2 / 6,
        # 300, 100, 50, and one clipped at as_of after 60 s.
        "talk_sessions": 4,
        "talk_total_seconds": 510,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_a_connection_without_calls_has_no_row(read: Callable[..., list[Row]]) -> None:
    assert read("select distinct connection from marts.mart_phone order by 1 nulls last") == [
        {"connection": "desk"},
        {"connection": None},
    ]
