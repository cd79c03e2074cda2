"""Chats: how they end, how long customers wait, and how many an agent has open at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.activities.desk import add, ticket
from tests.warehouse.harness import Row


def chat(chat_id: str, started: str, *, bot: bool = False, **row: object) -> None:
    ticket(chat_id, "chat", started)
    add("chat_sessions", chat_id=chat_id, ticket_id=chat_id, started_at=started, **row)
    if bot:
        add(
            "messages",
            message_id=f"{chat_id}-bot",
            ticket_id=chat_id,
            sent_at=started,
            sender_kind="bot",
        )


def picked_up(chat_id: str, started: str, accepted: str, ended: str, **row: object) -> None:
    chat(chat_id, started, accepted_at=accepted, ended_at=ended, agent_id="dora", **row)


picked_up("h1", "10:00:00", "10:00:30", "10:10:30")
picked_up("h2", "10:05:00", "10:06:20", "10:16:20", handed_over_at="10:06:00", bot=True)
chat("h3", "10:20:00", ended_at="10:22:00", bot=True)
chat("h4", "10:30:00", handed_over_at="10:31:00", ended_at="10:35:00", bot=True)
# Nobody came, and no bot either.
chat("h5", "10:40:00", ended_at="10:41:00")
# The clocks of bot and desk differ by five seconds.
picked_up("h6", "11:00:00", "11:00:00", "11:10:00", handed_over_at="11:00:05")
# Still waiting, and still talking, at as_of.
chat("h7", "06-29 23:59:00")
picked_up("h8", "06-29 23:57:00", "06-29 23:58:00", "06-30 00:05:00")
ticket("h9", "chat", status="deleted")
add("chat_sessions", chat_id="h9", ticket_id="h9", started_at="10:00", ended_at="10:01")
add("chat_sessions", chat_id="h10", ticket_id="nowhere", started_at="10:00")
add("chat_sessions", chat_id="h11", ticket_id="h1", started_at="06-30 00:00:01")


def test_outcomes_and_waits(read: Callable[..., list[Row]]) -> None:
    rows = read(
        "select chat_id, outcome, wait_seconds, chat_seconds, exclusion_reason "
        "from core.fct_chat_sessions"
    )
    assert {row.pop("chat_id"): tuple(row.values()) for row in rows} == {
        "h1": ("accepted", 30, 600, None),
        # The bot's minute is no wait for an agent.
        "h2": ("accepted", 20, 600, None),
        "h3": ("bot_resolved", None, None, None),
        "h4": ("missed", None, None, None),
        "h5": ("missed", None, None, None),
        "h6": ("accepted", 0, 600, None),
        "h7": ("waiting", None, None, None),
        "h8": ("accepted", 60, None, None),
        "h9": ("missed", None, None, "deleted"),
    }
    assert read("select rows from quality.orphans where table_name = 'chat_sessions'") == [
        {"rows": 1}
    ]


def test_chat_of_a_day(period: Callable[..., Row]) -> None:
    row = period("mart_chat", "2026-03-02")
    expected: dict[str, Any] = {
        "chats": 6,
        "accepted_chats": 3,
        "missed_chats": 2,
        "bot_resolved_chats": 1,
        "waiting_chats": 0,
        "handed_over_chats": 3,
        "missed_share": 2 / 5,
        "bot_hand_over_share": 3 / 6,
        "bot_resolved_share": 1 / 6,
        # 30, 20 and 0 s.
        "wait_mean_seconds": 50 / 3,
        "wait_median_seconds": 20,
        "wait_p90_seconds": 28,
        "chat_mean_seconds": 600,
        # Three chats of 600 s; from 10:00:30 to 10:16:20 dora had one or two open for 950 s, two
        # of them for 250 s, and another one from 11:00 for 600 s.
        "concurrent_chats_mean": 1800 / 1550,
        "concurrent_chats_most": 2,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_chat_of_the_last_day(period: Callable[..., Row]) -> None:
    row = period("mart_chat", "2026-06-29")
    expected: dict[str, Any] = {
        "chats": 2,
        "waiting_chats": 1,
        "missed_share": 0,
        "wait_mean_seconds": 60,
        "chat_mean_seconds": None,
        "concurrent_chats_mean": None,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_chat_of_all_time(period: Callable[..., Row]) -> None:
    row = period("mart_chat", None, None)
    assert (row["chats"], row["concurrent_chats_most"]) == (8, 2)
    assert row["wait_mean_seconds"] == pytest.approx(110 / 4)
