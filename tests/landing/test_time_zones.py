"""Local times become instants as Python's zoneinfo has it, around every change of the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from orchestration.landing.conversion import local_to_utc

# By an hour, by half an hour, by two; across a date that never was; and at midnight.
ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Apia",
    "America/Sao_Paulo",
)
MINUTES_AROUND = (-1500, -121, -120, -61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 119, 120, 1500)


def changes(zone: ZoneInfo) -> Iterator[datetime]:
    """Find the local times at which the offset changes, to the minute."""
    day = timedelta(days=1)
    moment = datetime(1990, 1, 1, tzinfo=UTC)
    while moment.year < 2037:
        low, high = moment, moment + day
        before = low.astimezone(zone).utcoffset()
        if high.astimezone(zone).utcoffset() != before:
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                if middle.astimezone(zone).utcoffset() == before:
                    low = middle
                else:
                    high = middle
            yield high.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
        moment += day


@pytest.mark.parametrize("name", ZONES)
def test_local_times_around_every_change(name: str) -> None:
    zone = ZoneInfo(name)
    locals_ = [
        change + timedelta(minutes=minutes)
        for change in changes(zone)
        for minutes in MINUTES_AROUND
    ]
    assert len(locals_) > 50
    with duckdb.connect() as database:
        database.execute("set TimeZone = 'UTC'")
        converted = database.execute(
            f"select {local_to_utc('local', name)} from (select unnest(?::timestamp[]) as local)",
            [locals_],
        ).fetchall()
    # zoneinfo takes the first of two, and moves a time that never was on by the gap (PEP 495).
    expected = [
        local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None) for local in locals_
    ]
    assert [row[0] for row in converted] == expected
