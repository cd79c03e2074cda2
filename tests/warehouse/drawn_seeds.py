"""Rows of the seeds that say what holds for contacts, drawn anew from night to night."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product

from tests.warehouse.harness import Row
from tests.warehouse.palette import AS_OF, BASES, CONNECTIONS, TIMES, ZONES

SeedRows = dict[str, list[Row]]

# Days on which rows begin and end to hold: around those of stories, before and after as_of.
_DAYS = [base.date() + timedelta(days=days) for base in BASES for days in (-1, 0, 1, 30)]
_DAYS += [AS_OF.date() + timedelta(days=days) for days in (2, 100)]
_METRICS = ("first_reply", "next_reply", "requester_wait", "agent_work", "resolution")


def redrawn(seeds: SeedRows, chance: random.Random) -> SeedRows:
    """Return the seeds' rows with some of the seeds drawn anew, the first time all."""
    draws = {
        "cost_rates": _rates,
        "sla_policies": _policies,
        "schedules": _schedules,
        "holidays": _holidays,
        "channel_schedules": _channel_schedules,
    }
    return {
        seed: draw(chance) if not seeds or chance.random() < 0.4 else seeds[seed]
        for seed, draw in draws.items()
    }


def _places(chance: random.Random) -> list[Row]:
    """Return connections and channels that a row may be for, each at most once."""
    places = product([None, *CONNECTIONS], [None, None, "email", "twitter", "phone"])
    return [
        {"connection": connection, "channel": channel}
        for connection, channel in dict.fromkeys(places)
        if chance.random() < 0.3
    ]


def _periods(chance: random.Random) -> list[Row]:
    """Return periods that follow each other, the last without an end."""
    begins: list[date] = sorted(chance.sample(_DAYS, chance.choice([0, 0, 1, 2])))
    ends = [begin - timedelta(days=1) for begin in begins]
    return [
        {"valid_from": first, "valid_to": last}
        for first, last in zip([None, *begins], [*ends, None], strict=True)
        if first is None or last is None or first <= last
    ]


def _rates(chance: random.Random) -> list[Row]:
    return [
        {**place, "hourly_rate": chance.choice([20, 30, 30.5]), "currency": "EUR", **period}
        for place in _places(chance)
        for period in _periods(chance)
    ]


def _policies(chance: random.Random) -> list[Row]:
    return [
        {
            **place,
            "policy_id": "-".join(str(part) for part in place.values()),
            "metric": metric,
            "priority": priority,
            "target_seconds": chance.choice([60, 7200, 90000]),
            "clock": chance.choice(["calendar", "business"]),
            **period,
        }
        for place in _places(chance)
        for metric in chance.sample(_METRICS, 2)
        for priority in chance.choice([[None], ["high"], [None, "high"]])
        for period in _periods(chance)
    ]


def _schedules(chance: random.Random) -> list[Row]:
    return [
        {
            "connection": connection,
            "schedule_id": schedule_id,
            "time_zone": zone,
            "weekday": weekday,
            "opens_at": opens_at,
            "closes_at": closes_at,
            **period,
        }
        for connection in chance.sample([None, *CONNECTIONS], 2)
        for schedule_id, zone in [(chance.choice(["s", "undefined"]), chance.choice(ZONES))]
        for weekday in chance.sample(range(1, 8), 5)
        for opens_at, closes_at in [chance.sample(TIMES[:-1], 2)]
        for period in _periods(chance)
    ]


def _holidays(chance: random.Random) -> list[Row]:
    return [
        {
            "connection": chance.choice([None, *CONNECTIONS]),
            "schedule_id": chance.choice(["s", "undefined"]),
            "starts_on": day,
            "ends_on": day + timedelta(days=chance.choice([0, 0, 3])),
            "name": "off",
        }
        for day in chance.sample(_DAYS, 3)
    ]


def _channel_schedules(chance: random.Random) -> list[Row]:
    return [
        {**place, "schedule_id": chance.choice(["s", "undefined", "nowhere"])}
        for place in _places(chance)
    ]
