"""The business clock (metric dictionary, section 3), date by date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference.instants import micros

Span = tuple[int, int]
ONE_DAY = timedelta(days=1)


def to_utc(local_date: date, local_seconds: int, zone: ZoneInfo) -> int:
    """Turn a local time of day into an instant.

    `fold=0` is the dictionary's rule: an ambiguous time is its first occurrence, and one that does
    not exist is read with the offset from before the gap, which moves it forward by the gap.
    """
    midnight = datetime.combine(local_date, time(0), zone)
    return micros((midnight + timedelta(seconds=local_seconds)).replace(fold=0))


def seconds_of_day(text: str) -> int:
    """Read `HH:MM` or `HH:MM:SS`; `24:00` is the end of the day."""
    hours, minutes, *rest = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + (rest[0] if rest else 0)


@dataclass(frozen=True)
class BusinessClock:
    """One schedule's open spans between two instants: sorted, disjoint, in UTC."""

    spans: tuple[Span, ...]

    def open_time(self, start: int, end: int) -> int:
        """Return the open microseconds between two instants; none when the end comes first."""
        return sum(
            max(0, min(end, closes) - max(start, opens))
            for opens, closes in self.spans
            if opens < end and closes > start
        )

    def is_open(self, instant: int) -> bool:
        """Say whether an instant lies in an open span; a span's end does not."""
        return any(opens <= instant < closes for opens, closes in self.spans)


def make_clock(
    rows: Iterable[Mapping[str, Any]],
    holidays: Iterable[Mapping[str, Any]],
    first: date,
    last: date,
) -> BusinessClock:
    """Lay one schedule's weekly intervals over the dates, and take its holidays out."""
    holiday_dates = {day for row in holidays for day in _dates(row["starts_on"], row["ends_on"])}
    spans: list[Span] = []
    for row in rows:
        zone = ZoneInfo(row["time_zone"])
        opens, closes = seconds_of_day(row["opens_at"]), seconds_of_day(row["closes_at"])
        closing_day = ONE_DAY if closes <= opens else timedelta(0)
        for day in _dates(first - 2 * ONE_DAY, last + 2 * ONE_DAY):
            is_valid = (row.get("valid_from") or day) <= day <= (row.get("valid_to") or day)
            if day.isoweekday() != row["weekday"] or not is_valid:
                continue
            span = (to_utc(day, opens, zone), to_utc(day + closing_day, closes, zone))
            spans.extend(_without_holidays(span, day, zone, holiday_dates))
    return BusinessClock(tuple(_merged(spans)))


def make_clocks(
    schedules: Iterable[Mapping[str, Any]],
    holidays: Iterable[Mapping[str, Any]],
    first: date,
    last: date,
) -> dict[str, BusinessClock]:
    """Return the clock of every schedule that is defined."""
    rows_by_id: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    holidays_by_id: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in schedules:
        rows_by_id[row["schedule_id"]].append(row)
    for row in holidays:
        holidays_by_id[row["schedule_id"]].append(row)
    return {
        schedule_id: make_clock(rows, holidays_by_id[schedule_id], first, last)
        for schedule_id, rows in rows_by_id.items()
    }


def _dates(first: date, last: date) -> Iterable[date]:
    return (first + offset * ONE_DAY for offset in range((last - first).days + 1))


def _without_holidays(span: Span, day: date, zone: ZoneInfo, holidays: set[date]) -> list[Span]:
    """Cut out the local days that are holidays: an interval touches its own day and the next."""
    pieces = [span]
    for holiday in {day, day + ONE_DAY} & holidays:
        starts, ends = to_utc(holiday, 0, zone), to_utc(holiday + ONE_DAY, 0, zone)
        pieces = [
            piece
            for opens, closes in pieces
            for piece in ((opens, min(closes, starts)), (max(opens, ends), closes))
        ]
    return [(opens, closes) for opens, closes in pieces if opens < closes]


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Count overlapping intervals once."""
    merged: list[Span] = []
    for opens, closes in sorted(spans):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return merged
