"""Visits to the portal, and the dimensions of who visits, asks and answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.activities.desk import add, ticket
from tests.warehouse.harness import Row, stable_key

for customer, email in (
    ("A", "a@example.com"),
    ("B", None),
    ("C", "c@example.com"),
    ("D", "d@example.com"),
    ("E", "e@example.com"),
    # A customer of the other connection too, who writes there.
    ("T", " Two@Example.com "),
    # Never seen on the portal.
    ("F", "f@example.com"),
):
    add("customers", customer_id=customer, name=customer, email=email, segment="home")
add("customers", "bare", customer_id="9", email="two@example.com", segment="trade", is_lost=True)

ticket("by-a", "portal", "09:00", requester_id="A", status="solved")
ticket("by-c", "email", "03-03 08:00", requester_id="C")
ticket("by-d", "email", "03-03 08:00:01", requester_id="D")
ticket("by-e", "email", "09:00", requester_id="E", status="spam")
add(
    "tickets",
    "bare",
    ticket_id="2",
    channel="email",
    created_at="20:00",
    requester_id="9",
)


def visit(
    session_id: str, customer: str | None, device: str | None, articles: int | None, **row: object
) -> None:
    """Add a visit, on Monday at 08:00 unless told."""
    row = {"started_at": "08:00", "customer_id": customer} | row
    add("portal_sessions", session_id=session_id, device=device, articles_read=articles, **row)


visit("v1", "A", "desktop", 2, searched=True)
visit("v2", "B", "mobile", 1, searched=False)
visit("v3", None, "Tablet", 3)
# The contact comes exactly 24 hours later; a second more, and it does not count.
visit("v4", "C", "desktop", 0)
visit("v5", "D", "smart television", 0)
visit("v6", "E", None, 1)
visit("v7", "T", "desktop", None)
visit("v8", "B", "mobile", 1, started_at="06-29 12:00")


def test_what_follows_a_visit(read: Callable[..., list[Row]]) -> None:
    rows = read(
        "select session_id, has_read_article, has_ticket_within_24h from core.fct_portal_sessions"
    )
    assert {row.pop("session_id"): tuple(row.values()) for row in rows} == {
        "v1": (True, True),
        "v2": (True, False),
        "v3": (True, None),
        "v4": (False, True),
        "v5": (False, False),
        # Spam is no contact.
        "v6": (True, False),
        "v7": (None, True),
        # The 24 hours still run.
        "v8": (True, None),
    }


def test_portal_of_a_day(period: Callable[..., Row]) -> None:
    row = period("mart_portal", "2026-03-02")
    expected: dict[str, Any] = {
        "sessions": 7,
        "sessions_with_article": 4,
        "sessions_with_search": 1,
        # Of six known devices.
        "desktop_share": 3 / 6,
        "mobile_share": 1 / 6,
        "tablet_share": 1 / 6,
        # v1, v2 and v6 read an article, v2 and v6 without a contact after.
        "self_service_share": 2 / 3,
        # v2, v5 and v6 of the six known customers.
        "deflection_share": 3 / 6,
        "portal_users": None,
        "users_share": None,
        "contacts_created": 1,
        "answered_share": 0,
        "closed_share": 1,
        "previous_sessions": None,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_portal_of_all_time(period: Callable[..., Row]) -> None:
    row = period("mart_portal", None)
    # A, B, C, D, E and T used it; F and the lead L are customers who did not.
    assert (row["sessions"], row["portal_users"], row["customers"]) == (8, 6, 8)
    assert row["users_share"] == pytest.approx(6 / 8)
    # Over both connections T is one person.
    row = period("mart_portal", None, None)
    assert (row["portal_users"], row["customers"]) == (6, 8)


def test_portal_s_contacts_are_those_of_the_channel_metrics(
    read: Callable[..., list[Row]],
) -> None:
    rows = read("""
        select metrics.value,
            case metrics.metric_id
                when 'closed_share' then portal.closed_share
                when 'answered_share' then portal.answered_share
                when 'contacts_created' then portal.contacts_created
            end as of_portal
        from marts.mart_channel_metrics as metrics
        inner join marts.mart_portal as portal
            on metrics.period_grain = portal.period_grain
            and metrics.period_start = portal.period_start
            and metrics.connection is not distinct from portal.connection
        where metrics.level = 'group' and metrics.channel_group = 'portal'
            and metrics.metric_id in ('closed_share', 'answered_share', 'contacts_created')
            and metrics.statistic in ('share', 'count')
    """)
    # Three metrics of four grains, of the connection and of all.
    assert len(rows) == 24
    assert all(row["value"] == row["of_portal"] for row in rows)


def test_a_person_is_one_across_connections(read: Callable[..., list[Row]]) -> None:
    (row,) = read(
        "select connections, contacts, segment, is_lost, "
        "first_contact_at = last_contact_at as is_only_contact from core.dim_customers "
        "where person_key = ?",
        stable_key("e-mail two@example.com"),
    )
    # The other connection comes first by name.
    assert tuple(row.values()) == (2, 1, "trade", True, True)
    (row,) = read(
        "select connections, contacts, first_contact_at from core.dim_customers "
        "where person_key = ?",
        stable_key("id desk B"),
    )
    assert tuple(row.values()) == (1, 0, None)


def test_everyone_who_worked_is_an_agent(read: Callable[..., list[Row]]) -> None:
    rows = read("select agent_id, team from core.dim_agents where connection = 'desk'")
    # carl took calls, dora chats, zed was given a task.
    assert {row["agent_id"]: row["team"] for row in rows} == {
        "ann": "Billing",
        "bea": "Technical",
        "carl": None,
        "dora": None,
        "zed": None,
    }


def test_schedules(read: Callable[..., list[Row]]) -> None:
    rows = read("select connection, schedule_id, time_zone, weekly_intervals from "
                "core.dim_schedules where connection = 'desk'")  # fmt: skip
    assert [tuple(row.values()) for row in rows] == [("desk", "office", "UTC", 5)]
