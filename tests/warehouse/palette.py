"""The values that stories are made of: short lists on purpose.

Ties, repeated people and boundaries (seven days, the hour of a daylight-saving change, as_of
itself) must be common, not lucky.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.warehouse.desk import at

AS_OF = at("2026-01-15 12:00")
# Name: whether its tickets may have a status of their own, and whether events may set one.
CONNECTIONS = {
    "alpha": (True, True),
    "beta": (True, True),
    "events_only": (False, True),
    "statusless": (False, False),
}
ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Kathmandu",
    "America/Santiago",
    "UTC",
)
BASES = [
    *map(
        at,
        (
            "2024-03-10 06:30",  # New York springs forward at 07:00, Havana at 05:00
            "2024-11-03 05:30",  # and back at 06:00 and 05:00
            "2025-03-30 00:30",  # Amsterdam springs forward at 01:00
            "2025-10-26 00:30",  # and back at 01:00
            "2025-04-05 14:30",  # Lord Howe goes back half an hour at 15:00
            "2025-09-07 03:30",  # Santiago springs forward at its midnight, 04:00
            "2024-12-31 22:30",
            "2025-06-16 08:59:59.999999",
        ),
    ),
    AS_OF - timedelta(days=7),
    AS_OF - timedelta(hours=1),
]
SHORT = [
    timedelta(0),
    timedelta(minutes=5),
    timedelta(hours=1),
    timedelta(hours=10),
    timedelta(days=1),
    timedelta(days=2, hours=5),
    timedelta(days=7) - timedelta(microseconds=1),
    timedelta(days=7),
]
OFFSETS = [
    *SHORT,
    timedelta(microseconds=1),
    timedelta(seconds=1),
    timedelta(hours=3, minutes=7, seconds=11, microseconds=123457),
    timedelta(days=7, microseconds=1),
    timedelta(days=40),
    timedelta(days=400),
    timedelta(seconds=-1),
    timedelta(hours=-2),
    timedelta(days=-3),
]
# The order of ids is theirs as numbers, then as text; 2**64 fits no integer of eight bytes.
IDS = ["9", "10", "1", "2", "100", "007", "18446744073709551616", "a1", "a9", "a10", "A1", "é", "٣"]
STATUSES = ["new", "open", "pending", "on_hold", "solved", "closed", "spam", "deleted"]
TIMES = ["09:00", "17:00", "00:00", "02:30", "01:30", "22:00", "06:00", "12:00", "09:00:30"]
EMAILS = ["same@example.com", " Same@Example.COM ", "other@example.com", "", None]


@dataclass(frozen=True)
class Palette:
    """What one story draws from."""

    offsets: list[timedelta]
    channels: list[str]
    own_statuses: list[str | None]
    statuses: list[str]
    kinds: list[str]
    requesters: list[str | None]
    schedules: list[str | None]

    def values(self, field: str) -> list[str | None]:
        """Return what an event can set a field to."""
        values: dict[str, list[str | None]] = {
            "status": [*self.statuses],
            "assignee_id": ["ann", "bea", "7", None],
            "group_id": ["g1", "g2", None],
            "channel": [*self.channels, None],
            "tier": ["1", "2", None],
        }
        return values[field]


ANYTHING = Palette(
    offsets=OFFSETS,
    channels=["email", "chat", "messaging", "phone", "twitter", " Facebook ", "portal", "fax"],
    own_statuses=[*STATUSES, None, None],
    statuses=[*STATUSES, "open", "solved", "solved"],
    kinds=["customer", "customer", "agent", "agent", "bot", "automation", "system", "unknown"],
    requesters=["c1", "c2", None],
    schedules=["s", "s", "undefined", None],
)
# One person, quick answers, no oddities: what first-contact resolution and a contact that failed
# elsewhere need, and what would be rare among anything.
TIDY = Palette(
    offsets=SHORT,
    channels=["email", "twitter"],
    own_statuses=[None],
    statuses=["open", "solved", "solved"],
    kinds=["customer", "customer", "agent"],
    requesters=["c1"],
    schedules=["s"],
)
