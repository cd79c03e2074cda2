"""The seeds that give the sources' words a meaning."""

from __future__ import annotations

import csv
from zoneinfo import available_timezones

import duckdb
import pytest

from orchestration.config import PROJECT

GROUPS = {
    "social": {"facebook", "twitter", "instagram", "viber", "whatsapp", "telegram"},
    "portal": {"portal", "web"},
    "chat": {"chat", "messaging"},
    "phone": {"phone", "voice"},
    "email": {"email"},
    "other": {"sms", "api", "other", "unmapped"},
}


def seed(name: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def channel_of(source_type: str, word: str) -> str | None:
    aliases = {
        (row["source_type"], row["raw_value"]): row["channel"] for row in seed("channel_aliases")
    }
    return aliases.get((source_type, word)) or aliases.get(("*", word))


def test_channels_have_their_groups() -> None:
    groups: dict[str, set[str]] = {}
    for row in seed("channels"):
        groups.setdefault(row["channel_group"], set()).add(row["channel"])
    assert groups == GROUPS


def test_a_channel_is_a_word_for_itself_in_every_source() -> None:
    named = {row["channel"] for row in seed("channels")} - {"unmapped"}
    assert {channel: channel_of("helpdesk", channel) for channel in named} == {
        channel: channel for channel in named
    }


@pytest.mark.parametrize(
    ("source_type", "word", "channel"),
    [
        ("helpdesk", "instagram_dm", "instagram"),
        ("helpdesk", "x", "twitter"),
        ("helpdesk", "e-mail", "email"),
        ("fivetran_zendesk", "mail", "email"),
        ("fivetran_zendesk", "web_form", "web"),
        ("fivetran_zendesk", "native_messaging", "messaging"),
        ("fivetran_zendesk", "phone_call_inbound", "phone"),
        ("fivetran_zendesk", "helpcenter", "portal"),
        ("fivetran_intercom", "conversation", "chat"),
        ("fivetran_intercom", "phone_call", "phone"),
        ("helpdesk", "conversation", None),
        ("helpdesk", "carrier_pigeon", None),
    ],
)
def test_words_for_channels(source_type: str, word: str, channel: str | None) -> None:
    assert channel_of(source_type, word) == channel


def test_every_rails_time_zone_is_one_that_python_and_duckdb_know() -> None:
    with duckdb.connect() as database:
        names = database.execute("select name from pg_timezone_names()").fetchall()
    known = available_timezones() & {name for (name,) in names}
    zones = {row["rails_name"]: row["time_zone"] for row in seed("rails_time_zones")}
    assert {name: zone for name, zone in zones.items() if zone not in known} == {}
    assert len(zones) > 150
    assert zones["Pacific Time (US & Canada)"] == "America/Los_Angeles"
