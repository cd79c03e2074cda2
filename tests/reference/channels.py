"""Channels by alias, their groups, and the schedule of a contact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GROUPS = {
    "facebook": "social",
    "twitter": "social",
    "instagram": "social",
    "viber": "social",
    "whatsapp": "social",
    "telegram": "social",
    "portal": "portal",
    "web": "portal",
    "chat": "chat",
    "messaging": "chat",
    "phone": "phone",
    "voice": "phone",
    "email": "email",
    "sms": "other",
    "api": "other",
    "other": "other",
    "unmapped": "other",
}


@dataclass(frozen=True)
class Seeds:
    """What the project knows beside the landing folder.

    `aliases` is (source type or `*`, raw value) → channel; `channel_schedules` is (connection,
    channel, schedule id), where None means any.
    """

    aliases: Mapping[tuple[str, str], str]
    channel_schedules: Iterable[tuple[str | None, str | None, str]] = ()

    def channel(self, source_type: str, raw: str) -> str:
        """Map a raw channel: this source's alias first, then everybody's."""
        value = raw.strip().lower()
        return (
            self.aliases.get((source_type, value)) or self.aliases.get(("*", value)) or "unmapped"
        )

    def schedule(self, connection: str, channel: str) -> str | None:
        """Return the channel's schedule, else the default (the one for any channel)."""
        by_place = {(c, ch): schedule for c, ch, schedule in self.channel_schedules}
        places = ((connection, channel), (None, channel), (connection, None), (None, None))
        return next((by_place[place] for place in places if place in by_place), None)
