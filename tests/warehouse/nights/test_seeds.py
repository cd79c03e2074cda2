"""Rows of seeds that change between two nights: what they touch is computed anew, and nothing else.

Each case has a connection of its own, for which its rows are.
"""

from __future__ import annotations

import pytest

from tests.warehouse.desk import Ticket, at
from tests.warehouse.nights.conftest import Nights
from tests.warehouse.nights.desk import NIGHTS, Entry, contact, entries, in_seed, settled

ENTRIES, entry = entries()
# Until, and from, a day that begins at 23:00 by UTC.
UNTIL = {"valid_to": "2026-03-10"}
FROM = {"valid_from": "2026-03-11"}


def state(ticket_id: str, connection: str) -> str:
    """Return the query of the state of what was promised to a ticket."""
    key = contact("contact_key", ticket_id, connection)
    return f"select state from core.fct_sla where contact_key = ({key})"


def waiting(ticket_id: str, created: str, connection: str, **row: str) -> Ticket:
    """Write a ticket that nobody answers."""
    return NIGHTS.ticket(ticket_id, created, connection=connection, **row).customer(created)


def rate(connection: str, *nights: int, hourly_rate: int, **row: str) -> None:
    """Write an hourly rate."""
    row = {"connection": connection, "currency": "EUR", **row}
    in_seed("cost_rates", *nights, hourly_rate=hourly_rate, **row)


# Ten minutes of work, at 30 and at 36 euro an hour.
rate("rates", 1, hourly_rate=30)
rate("rates", 2, hourly_rate=30, **UNTIL)
rate("rates", 2, hourly_rate=36, **FROM)
for ticket_id, started, ended in (
    ("rates-1", "2026-03-10 22:40", "2026-03-10 22:50"),
    ("rates-2", "2026-03-10 22:50", "2026-03-10 23:00"),
    ("rates-3", "2026-03-12 09:00", "2026-03-12 09:10"),
):
    settled(ticket_id, "rates", requester_id="pays").work("talk", started, ended)
settled("rates-4", "rates", created="2026-03-12 09:00")
entry(
    "a rate that ends and one that follows it: the sessions that end from that local day on",
    {
        contact("cost_amount", "rates-1", "rates"): ([5], [5]),
        contact("cost_amount", "rates-2", "rates"): ([5], [6]),
        contact("cost_amount", "rates-3", "rates"): ([5], [6]),
        contact("cost_amount", "rates-4", "rates"): ([None], [None]),
    },
    connection="rates",
    scope={"rates-2": True, "rates-3": True},
    left_alone=["rates-1", "rates-4"],
)
rate("channel_rate", 1, 2, hourly_rate=30)
rate("channel_rate", 2, hourly_rate=60, channel="facebook")
for channel in ("email", "facebook"):
    ticket = settled(f"rate-{channel}", "channel_rate", channel=channel)
    ticket.work("talk", "2026-02-02 09:10", "2026-02-02 09:20")
entry(
    "a rate of one channel",
    {contact("cost_amount", "rate-facebook", "channel_rate"): ([5], [10])},
    connection="channel_rate",
    scope={"rate-facebook": True},
    left_alone=["rate-email"],
    touched=["2026-02-02"],
)
rate("no_rate", 1, hourly_rate=30)
settled("no_rate-1", "no_rate").work("talk", "2026-02-02 09:10", "2026-02-02 09:20")
entry(
    "a rate that is taken back",
    {contact("cost_amount", "no_rate-1", "no_rate"): ([5], [None])},
    connection="no_rate",
    scope={"no_rate-1": True},
)


def promise(connection: str, *nights: int, target_seconds: int, **row: str) -> None:
    """Write what is promised: a first reply by the calendar, unless told."""
    row = {"policy_id": connection, "metric": "first_reply", "clock": "calendar", **row}
    in_seed("sla_policies", *nights, connection=connection, target_seconds=target_seconds, **row)


# All are answered after an hour.
promise("promised", 1, target_seconds=3600)
promise("promised", 2, target_seconds=3600, **UNTIL)
promise("promised", 2, target_seconds=1800, **FROM)
for ticket_id, created, replied in (
    ("promised-1", "2026-03-10 22:59", "2026-03-10 23:59"),
    ("promised-2", "2026-03-10 23:00", "2026-03-11 00:00"),
):
    waiting(ticket_id, created, "promised", requester_id="waits").agent(replied).status(
        "2026-03-12 09:00", "solved"
    )
entry(
    "a promise that is another from a local day on",
    {
        state("promised-1", "promised"): (["met"], ["met"]),
        state("promised-2", "promised"): (["met"], ["breached"]),
    },
    connection="promised",
    scope={"promised-2": True},
    left_alone=["promised-1"],
    touched=["2026-03-11"],
)
for nights, target, days in ((1, 3600, {}), (2, 3600, UNTIL), (2, 1800, FROM)):
    promise("turns", nights, target_seconds=target, metric="next_reply", **days)
settled("turns-1", "turns").customer("2026-02-25 09:00").agent("2026-02-25 10:00")
settled("turns-2", "turns").customer("2026-03-12 09:00").agent("2026-03-12 10:00")
settled("turns-3", "turns", created="2026-03-12 09:00")
entry(
    "a promise about later turns: the contacts with one that began from then on",
    {
        state("turns-1", "turns"): (["met"], ["met"]),
        state("turns-2", "turns"): (["met"], ["breached"]),
        state("turns-3", "turns"): ([], []),
    },
    connection="turns",
    scope={"turns-2": True},
    left_alone=["turns-1", "turns-3"],
)
promise("channel_promise", 1, 2, target_seconds=3600)
promise("channel_promise", 2, target_seconds=1800, channel="facebook", policy_id="own", **FROM)
for channel in ("email", "facebook"):
    settled(f"promise-{channel}", "channel_promise", channel=channel)
entry(
    "a policy of one channel takes the place of the other for good",
    {
        state("promise-email", "channel_promise"): (["met"], ["met"]),
        state("promise-facebook", "channel_promise"): (["met"], []),
    },
    connection="channel_promise",
    scope={"promise-facebook": True},
    left_alone=["promise-email"],
)
promise("delivered", 2, target_seconds=1800)
NIGHTS.add(
    "sla_policies", "delivered", policy_id="p", metric="first_reply_time", target_seconds=3600
)
NIGHTS.add("ticket_sla", "delivered", ticket_id="delivered-1", policy_id="p")
settled("delivered-1", "delivered")
entry(
    "a policy of the seed for a source that delivers its own",
    {state("delivered-1", "delivered"): (["met"], ["met"])},
    connection="delivered",
    left_alone=["delivered-1"],
)


def opens(connection: str, *nights: int, opens_at: str = "09:30", **row: object) -> None:
    """Write into the seed that a desk is open on Mondays until five, by UTC."""
    row = {"schedule_id": "week", "time_zone": "UTC", "weekday": 1, **row}
    in_seed(
        "schedules", *nights, connection=connection, opens_at=opens_at, closes_at="17:00", **row
    )


def closed_on(connection: str, day: str) -> None:
    """Write into the seed, before the second night, that a desk is closed on a day."""
    row = {"schedule_id": "week", "starts_on": day, "ends_on": day}
    in_seed("holidays", 2, connection=connection, **row)


# All are answered from nine to ten, and waiting ones wait through days of seven and a half hours.
opens("closed", 1, 2)
closed_on("closed", "2026-02-09")
for ticket_id, day in (("closed-1", 2), ("closed-2", 9), ("closed-3", 16)):
    settled(
        ticket_id, "closed", schedule_id="week", created=f"2026-02-{day:02} 09:00", requester_id="c"
    )
settled("closed-4", "closed", created="2026-02-09 09:00")
waiting("closed-5", "2026-02-02 09:00", "closed", schedule_id="week")
waiting("closed-6", "2026-02-16 09:00", "closed", schedule_id="week")
DAY = 7.5 * 3600
entry(
    "a holiday: the contacts with its schedule that lived on that day",
    {
        contact("first_reply_business_seconds", "closed-1", "closed"): ([1800], [1800]),
        contact("first_reply_business_seconds", "closed-2", "closed"): ([1800], [0]),
        contact("agent_work_business_seconds", "closed-5", "closed"): ([9 * DAY], [8 * DAY]),
        contact("agent_work_business_seconds", "closed-6", "closed"): ([7 * DAY], [7 * DAY]),
    },
    connection="closed",
    scope={"closed-2": True, "closed-5": True},
    left_alone=["closed-1", "closed-3", "closed-4"],
    ages=["closed-6"],
)
# Two open hours from Monday, 30 March at four: one then, and one on the next Monday that is open.
opens("due", 1, 2)
promise("due", 1, 2, target_seconds=7200, clock="business")
closed_on("due", "2026-04-06")
waiting("due-1", "2026-03-30 16:00", "due", schedule_id="week")
waiting("due-2", "2026-03-23 16:00", "due", schedule_id="week")
waiting("due-3", "2026-03-30 14:00", "due", schedule_id="week")


def due_at(ticket_id: str) -> str:
    """Return the query of the time at which what was promised to a ticket falls due."""
    return state(ticket_id, "due").replace("state", "due_at")


entry(
    "a holiday to come: the contacts with a promise that falls due on it or later",
    {
        due_at("due-1"): (
            [at("2026-04-06 10:30")],
            [at("2026-04-13 10:30")],
        ),
        due_at("due-2"): (
            [at("2026-03-30 10:30")],
            [at("2026-03-30 10:30")],
        ),
    },
    connection="due",
    scope={"due-1": True},
    ages=["due-2", "due-3"],
)
# The first night was on a Monday, the second on a Wednesday.
opens("meanwhile", 1, 2, weekday=3)
closed_on("meanwhile", "2026-04-01")
waiting("meanwhile-1", "2026-03-25 09:00", "meanwhile", schedule_id="week")
settled("meanwhile-2", "meanwhile", schedule_id="week")
entry(
    "a holiday between the nights: contacts grow older by what was open",
    {contact("agent_work_business_seconds", "meanwhile-1", "meanwhile"): ([DAY], [DAY])},
    connection="meanwhile",
    ages=["meanwhile-1"],
    left_alone=["meanwhile-2"],
)
opens("earlier", 1)
opens("earlier", 2, valid_to="2026-02-08")
opens("earlier", 2, opens_at="09:15", valid_from="2026-02-09")
for ticket_id, day in (("earlier-1", 2), ("earlier-2", 9)):
    settled(ticket_id, "earlier", schedule_id="week", created=f"2026-02-{day:02} 09:00")
entry(
    "other hours from a day on",
    {
        contact("first_reply_business_seconds", "earlier-1", "earlier"): ([1800], [1800]),
        contact("first_reply_business_seconds", "earlier-2", "earlier"): ([1800], [2700]),
    },
    connection="earlier",
    scope={"earlier-2": True},
    left_alone=["earlier-1"],
)
opens("hours_to_be_told", 2)
settled("told-week", "hours_to_be_told", schedule_id="week")
settled("told-other", "hours_to_be_told", schedule_id="other")
entry(
    "hours of a schedule that nobody knew",
    {
        contact("first_reply_business_seconds", "told-week", "hours_to_be_told"): ([None], [1800]),
        contact("schedule_id", "told-week", "hours_to_be_told"): (["week"], ["week"]),
    },
    connection="hours_to_be_told",
    scope={"told-week": True},
    left_alone=["told-other"],
)
opens("by_channel", 1, 2)
opens("by_channel", 1, 2, schedule_id="own", opens_at="09:45")
in_seed("channel_schedules", 2, connection="by_channel", channel="facebook", schedule_id="week")
settled("by_channel-1", "by_channel", channel="facebook")
settled("by_channel-2", "by_channel", channel="facebook", schedule_id="own")
settled("by_channel-3", "by_channel")
entry(
    "a schedule of a channel: its contacts without one of their own",
    {
        contact("first_reply_business_seconds", "by_channel-1", "by_channel"): ([None], [1800]),
        contact("first_reply_business_seconds", "by_channel-2", "by_channel"): ([900], [900]),
        contact("schedule_id", "by_channel-3", "by_channel"): ([None], [None]),
    },
    connection="by_channel",
    scope={"by_channel-1": True},
    left_alone=["by_channel-2", "by_channel-3"],
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_seeds(nights: Nights, entry: Entry) -> None:
    nights.holds(entry)


def test_what_was_kept_to_compare_is_gone(nights: Nights) -> None:
    kept = "select table_name from duckdb_tables() where table_name like '%_before'"
    found = {name for (name,) in nights.second.execute(kept).fetchall()}
    assert found == {"int_days_before", "int_results_before"}
