"""Which rows of a core, and which of its days, belong to a series of a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.marts.hand_made_core import CHANNEL_GROUPS, UTC, ZONE, Row, local_date


class Rows(list[Row]):
    """Rows that count, also by the local date of any of their instants."""

    def __init__(self, rows: Iterable[Row]) -> None:
        super().__init__(row for row in rows if row["exclusion_reason"] is None)
        self._by_date: dict[str, dict[date, list[Row]]] = {}

    def by_date(self, dated_by: str) -> dict[date, list[Row]]:
        if dated_by not in self._by_date:
            self._by_date[dated_by] = {}
            for row in self:
                if row.get(dated_by) is not None:
                    day = local_date(row[dated_by])
                    self._by_date[dated_by].setdefault(day, []).append(row)
        return self._by_date[dated_by]


@dataclass(frozen=True)
class Slice:
    """One series of one period: which rows and which days belong to it."""

    grain: str
    start: date
    days: frozenset[date]
    connection: str | None
    channel_group: str | None
    channel: str | None

    def holds(self, row: Row) -> bool:
        return (
            self.connection in (None, row["connection"])
            and self.channel_group in (None, CHANNEL_GROUPS[row["channel"]])
            and self.channel in (None, row["channel"])
        )

    def rows(self, rows: Rows, dated_by: str) -> list[Row]:
        by_date = rows.by_date(dated_by)
        return [row for day in self.days for row in by_date.get(day, ()) if self.holds(row)]


def calendar(grain: str, start: date) -> list[date]:
    """Return the dates of a day, week or month."""
    if grain == "month":
        following = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
        return [start + timedelta(days=n) for n in range((following - start).days)]
    return [start + timedelta(days=n) for n in range(7 if grain == "week" else 1)]


def end_of(day: date) -> datetime:
    """Return the UTC instant at which a local date is over."""
    following = day + timedelta(days=1)
    midnight = datetime(following.year, following.month, following.day, tzinfo=ZONE)
    return midnight.astimezone(UTC).replace(tzinfo=None)


def previous_start(grain: str, start: date) -> date | None:
    """Return the start of the period directly before; all time has none."""
    if grain == "all":
        return None
    if grain == "month":
        return (start - timedelta(days=1)).replace(day=1)
    return start - timedelta(days=7 if grain == "week" else 1)
