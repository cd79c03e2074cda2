"""The seeds that people fill by hand: read leniently, and checked row by row before a run."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from orchestration.config import PROJECT
from orchestration.landing.contract import read_contracts
from orchestration.landing.zones import time_zones

ANY = "*"
TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?|24:00(:00)?")


@dataclass(frozen=True)
class SeedRow:
    """One row of a seed: where it stands, and its values as they were typed."""

    name: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "").strip()

    @property
    def place(self) -> str:
        """The file and line, for messages."""
        return f"seeds/{self.name}.csv, line {self.line}"


def read_seed(name: str, project: Path = PROJECT) -> list[SeedRow]:
    """Return the rows of a seed; one that is not there has none."""
    path = project / "seeds" / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        return [
            SeedRow(name, lines.line_num, {k: v for k, v in row.items() if isinstance(v, str)})
            for row in lines
        ]


@cache
def channels(project: Path = PROJECT) -> tuple[str, ...]:
    """Return the channels that a word may be mapped to."""
    return tuple(row["channel"] for row in read_seed("channels", project))


def known_words(source_type: str, project: Path = PROJECT) -> frozenset[str]:
    """Return the words for channels that the seed maps for a source type."""
    return frozenset(
        row["raw_value"].lower()
        for row in read_seed("channel_aliases", project)
        if row["source_type"].lower() in (source_type, ANY)
    )


def no_channel(word: str, project: Path = PROJECT) -> str:
    """Return what to say of a word that is no channel."""
    known = channels(project)
    close = get_close_matches(word.strip().lower(), known, n=1, cutoff=0.7)
    meant = f" (did you mean {close[0]}?)" if close else ""
    return f"which is no channel{meant}; write one of {', '.join(known)}"


def seed_faults(project: Path = PROJECT) -> list[str]:
    """Return what is wrong with the seeds, each with its row and how to mend it."""
    return [
        *_alias_faults(project),
        *_default_schedule_faults(project),
        *_schedule_faults(project),
        *_holiday_faults(project),
        *_blank_faults(project),
    ]


def _alias_faults(project: Path) -> Iterator[str]:
    first: dict[tuple[str, str], SeedRow] = {}
    source_types = (ANY, *read_contracts())
    for row in read_seed("channel_aliases", project):
        word, channel = row["raw_value"], row["channel"].lower()
        source_type = row["source_type"].lower()
        if source_type not in source_types:
            yield (
                f"{row.place}: source_type is {row['source_type']!r}; write one of "
                f"{', '.join(source_types)} (* for any)"
            )
        if not word:
            yield f"{row.place}: raw_value is empty; write the source's word, or remove the row"
        if channel not in channels(project):
            yield f"{row.place}: channel is {row['channel']!r}, {no_channel(channel, project)}"
        other = first.setdefault((source_type, word.lower()), row)
        if other["channel"].lower() != channel:
            yield (
                f"{row.place}: {word!r} means {channel} here and {other['channel'].lower()} in "
                f"line {other.line} (case and blanks do not matter); remove one "
                "of the two"
            )


def _default_schedule_faults(project: Path) -> Iterator[str]:
    first: dict[tuple[str, str], SeedRow] = {}
    for row in read_seed("channel_schedules", project):
        channel = row["channel"]
        if channel and channel not in channels(project):
            yield f"{row.place}: channel is {channel!r}, {no_channel(channel, project)}"
        if not row["schedule_id"]:
            yield f"{row.place}: schedule_id is empty; write the schedule, or remove the row"
        other = first.setdefault((row["connection"], row["channel"]), row)
        if other is not row:
            yield (
                f"{row.place}: the connection and channel of line {other.line} "
                "once more, so that either schedule could hold; remove one of the two"
            )


def _schedule_faults(project: Path) -> Iterator[str]:
    for row in read_seed("schedules", project):
        if not row["schedule_id"]:
            yield f"{row.place}: schedule_id is empty; write a name for the schedule"
        if row["time_zone"] not in time_zones():
            yield (
                f"{row.place}: time_zone is {row['time_zone']!r}, which is no IANA time zone; "
                "write one such as Europe/Berlin"
            )
        if row["weekday"] not in set("1234567"):
            yield (
                f"{row.place}: weekday is {row['weekday']!r}; write a number from 1 (Monday) to 7"
            )
        for column in ("opens_at", "closes_at"):
            if not TIME_OF_DAY.fullmatch(row[column]):
                yield f"{row.place}: {column} is {row[column]!r}; write a time such as 08:30"
        yield from _date_faults(row, ("valid_from", "valid_to"), mandatory=False)


def _holiday_faults(project: Path) -> Iterator[str]:
    for row in read_seed("holidays", project):
        if not row["schedule_id"]:
            yield f"{row.place}: schedule_id is empty; write the schedule that is closed"
        yield from _date_faults(row, ("starts_on", "ends_on"), mandatory=True)


def _date_faults(row: SeedRow, columns: tuple[str, str], *, mandatory: bool) -> Iterator[str]:
    dates = []
    for column in columns:
        if not row[column] and not mandatory:
            continue
        try:
            dates.append(date.fromisoformat(row[column]))
        except ValueError:
            yield f"{row.place}: {column} is {row[column]!r}; write a date such as 2026-01-31"
    if len(dates) == 2 and dates[1] < dates[0]:
        yield f"{row.place}: {columns[1]} lies before {columns[0]}; correct one of the two"


def _blank_faults(project: Path) -> Iterator[str]:
    """Of the words for channels the blanks do not matter; what is joined as it stands has none."""
    for name in ("channel_schedules", "schedules", "holidays"):
        for row in read_seed(name, project):
            for column, value in row.values.items():
                if value != value.strip():
                    yield f"{row.place}: {column} is {value!r}; remove the blanks around it"
