"""Reads connection.yml: a connection's type, time zone and channels, and where its files are."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from orchestration.landing.contract import Contract, read_contracts
from orchestration.landing.seeds import channels, no_channel
from orchestration.landing.summary import LandingError
from orchestration.landing.zones import time_zones

FILE_NAME = "connection.yml"
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
SETTINGS = (
    "type",
    "time_zone",
    "channels",
    "location",
    "schema",
    "sync_column",
    "overlap",
    "deleted_column",
    "full_compare",
)


@dataclass(frozen=True)
class Connection:
    """One help desk, as its connection.yml describes it."""

    name: str
    folder: Path
    contract: Contract
    time_zone: str = "UTC"
    channels: tuple[tuple[str, str], ...] = ()
    location: str | None = None
    settings: tuple[tuple[str, Any], ...] = ()
    unknown_settings: tuple[str, ...] = ()

    @property
    def is_database(self) -> bool:
        """Whether the rows come from a PostgreSQL server instead of files."""
        return self.location is not None and self.location.startswith(("postgres:", "postgresql:"))

    def setting(self, name: str) -> Any:
        """Return an optional setting as it was written, or None."""
        return dict(self.settings).get(name)


def read_connection(folder: Path) -> Connection:
    """Read the connection.yml of a folder; raise LandingError when it cannot be used."""
    if not NAME.fullmatch(folder.name):
        raise LandingError(
            "connection_name",
            f"{folder.name!r} is no connection name; rename the folder: lower-case letters, digits "
            "and _, a letter first, at most 63 in all",
        )
    content = _read_settings(folder / FILE_NAME)
    contracts = read_contracts()
    type_ = content.get("type")
    if not isinstance(type_, str) or type_ not in contracts:
        stated = "has no `type:`" if type_ is None else f"has the unknown type {type_!r}"
        raise LandingError(
            "connection_type",
            f"{FILE_NAME} {stated}; write `type:` and one of {', '.join(sorted(contracts))}",
        )
    unknown = tuple(str(key) for key in content if key not in SETTINGS)
    for key in unknown:
        if meant := difflib.get_close_matches(key, SETTINGS, n=1, cutoff=0.75):
            raise LandingError(
                "connection_setting", f"{FILE_NAME} has `{key}:`; write `{meant[0]}:` if meant"
            )
    location = content.get("location")
    return Connection(
        name=folder.name,
        folder=folder,
        contract=contracts[type_],
        time_zone=_time_zone(content),
        channels=_channels(content),
        location=None if location is None else _with_environment(str(location)),
        settings=tuple(content.items()),
        unknown_settings=unknown,
    )


def _read_settings(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LandingError(
            "connection_file",
            f"the folder has no {FILE_NAME}; write one beside the files, with at least "
            "`type: helpdesk` (or fivetran_zendesk, fivetran_intercom, twitter)",
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        where = str(error).replace("\n", " ")
        raise LandingError(
            "connection_file", f"{FILE_NAME} cannot be read as YAML ({where}); correct it"
        ) from error
    if not isinstance(content, dict):
        raise LandingError(
            "connection_file", f"{FILE_NAME} holds no settings; write at least `type: helpdesk`"
        )
    return content


def _time_zone(content: dict[str, Any]) -> str:
    zone = content.get("time_zone", "UTC")
    if zone not in time_zones():
        # Not EST for CEST: an abbreviation that looks like another may lie hours away.
        cities = [name for name in time_zones() if "/" in name]
        raise LandingError(
            "connection_time_zone",
            f"{FILE_NAME} has the unknown time_zone {zone!r}; write the IANA name of a city in "
            f"that zone{suggestion(str(zone), cities)}, such as Europe/Berlin or America/New_York",
        )
    return str(zone)


def _channels(content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the channels of the connection's own words, which win over the seed's."""
    mapped = content.get("channels") or {}
    if not isinstance(mapped, dict):
        raise LandingError(
            "connection_channels",
            f"{FILE_NAME}: `channels:` is no mapping; write a line `the source's word: channel` "
            "for each",
        )
    found: dict[str, str] = {}
    for word, meant in mapped.items():
        channel = meant.strip().lower() if isinstance(meant, str) else meant
        if not isinstance(word, str) or not word.strip():
            raise LandingError(
                "connection_channels",
                f"{FILE_NAME}: `channels:` has the word {word!r}, which YAML does not read as a "
                "text; put it in quotes as the source writes it",
            )
        if channel not in channels():
            raise LandingError(
                "connection_channels",
                f"{FILE_NAME}: `channels:` maps {word!r} to {meant!r}, {no_channel(str(meant))}",
            )
        if found.setdefault(word.strip().lower(), channel) != channel:
            raise LandingError(
                "connection_channels",
                f"{FILE_NAME}: `channels:` maps {word!r} twice (case and blanks do not matter), "
                f"to {found[word.strip().lower()]} and to {channel}; remove one of the two",
            )
    return tuple(found.items())


def _with_environment(location: str) -> str:
    """Fill in ${VARIABLES}, so that no password need stand in the file."""

    def value(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if found is None:
            raise LandingError(
                "connection_location",
                f"{FILE_NAME}: `location:` uses ${{{match[1]}}}, which is not set; "
                "set that environment variable for the run",
            )
        return found

    return re.sub(r"\$\{(\w+)\}", value, location)


def without_user(location: str) -> str:
    """Return a location as messages may show it, without user and password."""
    return re.sub(r"//[^/@]*@", "//", location)


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ` (did you mean …?)` when a known name is close to this one."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f" (did you mean {close[0]}?)" if close else ""
