"""What agents did after each inbound message, and how much of it by day and by hour of the week.

Only these tickets are chats of the connection `desk`. 5 March 2026 is a Thursday, 30 March a Monday
in summer time.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from orchestration.config import Settings
from tests.team_reports.desk import DESK, expect, facts_of
from tests.warehouse.desk import at
from tests.warehouse.harness import Row, query

BY_ANN = {"actor_kind": "agent", "actor_id": "ann"}
BY_RULE = {"actor_kind": "automation", "actor_id": "rule-7"}

DESK.ticket("acted-on", "2026-03-05 09:00", channel="chat").customer("2026-03-05 09:00").note(
    "2026-03-05 09:05"
).event("assignee_id", "2026-03-05 09:06", "ann", **BY_ANN).event(
    "group_id", "2026-03-05 09:06", "billing", **BY_ANN
).agent("2026-03-05 09:10").status("2026-03-05 09:10", "pending").customer(
    "2026-03-05 10:00"
).status("2026-03-05 10:00", "open", **BY_RULE).bot("2026-03-05 10:01").event(
    "assignee_id", "2026-03-05 10:02", "bea", **BY_RULE
).event("assignee_id", "2026-03-05 10:03", None, **BY_ANN).customer("2026-03-05 11:00").agent(
    "2026-03-05 11:00"
).status("2026-03-05 11:30", "solved").status("2026-03-05 11:40", "solved")
DESK.ticket("acted-on-outbound", "2026-03-05 09:00", channel="chat").agent(
    "2026-03-05 09:00"
).customer("2026-03-05 09:30").agent("2026-03-05 09:45")
DESK.ticket("acted-on-in-summer", "2026-03-30 09:00", channel="chat").customer("2026-03-30 09:00")
DESK.ticket("acted-on-call", "2026-03-05 09:00", channel="phone").call(
    "inbound", "2026-03-05 09:00", "2026-03-05 09:02"
)


def received(settings: Settings, ticket_id: str) -> list[Row]:
    return facts_of(settings, "fct_inbound_messages", ticket_id, order_by="sent_at")


def activity(settings: Settings, **keys: Any) -> Row:
    """Return the one row of the chats of these keys."""
    keys = {"weekday": None, "hour_of_day": None, **keys}
    conditions = " and ".join(f"{key} is not distinct from ?" for key in keys)
    rows = query(
        settings,
        "select * from marts.mart_inbox_activity "
        f"where connection = 'desk' and channel = 'chat' and {conditions}",
        list(keys.values()),
    )
    assert len(rows) == 1
    return rows[0]


def test_every_kind_of_human_action_counts_and_one_save_once(reports: Settings) -> None:
    expect(
        received(reports, "acted-on")[0],
        notes=1,
        assignments=1,
        replies=1,
        status_changes=1,
        actions=4,
        first_action_at=at("2026-03-05 09:05"),
        first_action_seconds=300,
    )


def test_what_rules_and_bots_do_and_unassigning_are_no_actions(reports: Settings) -> None:
    expect(received(reports, "acted-on")[1], actions=0, first_action_seconds=None)


def test_a_reply_at_the_same_instant_acts_on_the_message(reports: Settings) -> None:
    # Solved at 11:30; at 11:40 nothing changes.
    expect(
        received(reports, "acted-on")[2],
        replies=1,
        status_changes=1,
        actions=2,
        first_action_seconds=0,
    )


def test_what_comes_before_the_first_message_acts_on_none(reports: Settings) -> None:
    (row,) = received(reports, "acted-on-outbound")
    expect(row, replies=1, actions=1, first_action_seconds=900)


def test_an_answered_call_is_acted_on(reports: Settings) -> None:
    (row,) = received(reports, "acted-on-call")
    expect(row, channel="phone", replies=1, actions=1, first_action_seconds=120)


def test_action_rate_and_actions_per_message_of_a_day(reports: Settings) -> None:
    # Four messages: 4, 0, 2 and 1 actions; the first came after 300, 0 and 900 seconds.
    expect(
        activity(reports, period_grain="day", period_start=date(2026, 3, 5)),
        messages_received=4,
        messages_acted_on=3,
        actions=7,
        action_rate=0.75,
        actions_per_message=1.75,
        previous_action_rate=None,
        first_action_mean_seconds=400,
        first_action_median_seconds=300,
    )


def test_the_heat_map_is_in_local_hours(reports: Settings) -> None:
    # 09:00 and 09:30 UTC are after 10 in Amsterdam's winter, after 11 in its summer.
    expect(
        activity(reports, period_grain="all", weekday=4, hour_of_day=10),
        messages_received=2,
        messages_acted_on=2,
        actions=5,
        first_action_mean_seconds=600,
        first_action_median_seconds=600,
    )
    expect(
        activity(reports, period_grain="month", weekday=1, hour_of_day=11),
        messages_received=1,
        messages_acted_on=0,
        action_rate=0,
        first_action_mean_seconds=None,
    )


def test_the_period_before_stands_beside(reports: Settings) -> None:
    expect(
        activity(reports, period_grain="all"),
        messages_received=5,
        action_rate=pytest.approx(0.6),
        previous_action_rate=None,
    )
    weeks = [
        activity(reports, period_grain="week", period_start=date(2026, 3, day))["messages_received"]
        for day in (2, 30)
    ]
    assert weeks == [4, 1]
