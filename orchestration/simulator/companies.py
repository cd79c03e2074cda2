"""The two simulated companies: their time zones, opening hours and holidays."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Company:
    """One help desk: one connection of the landing folder."""

    name: str
    time_zone: str
    opening: tuple[tuple[str, int, int, int], ...]
    """Schedule, weekday (1 Monday), opening hour, closing hour, local."""
    days_off: tuple[tuple[int, int, str], ...]
    """Month, day, name."""

    def holidays(self, last_day: date, days: int) -> list[tuple[date, date]]:
        """Return the first and last day of every holiday of the simulated time."""
        first_day = last_day - timedelta(days=days)
        return [
            (date(year, month, day), date(year, month, day))
            for year in range(first_day.year, last_day.year + 1)
            for month, day, _ in self.days_off
        ]


def week(
    schedule: str, weekdays: range, *hours: tuple[int, int]
) -> list[tuple[str, int, int, int]]:
    """Return the same hours on several weekdays."""
    return [(schedule, weekday, opens, closes) for weekday in weekdays for opens, closes in hours]


EUROPE = Company(
    name="acme_europe",
    time_zone="Europe/Amsterdam",
    opening=(
        *week("office", range(1, 6), (8, 12), (13, 18)),
        *week("extended", range(1, 8), (7, 22)),
        *week("social", range(1, 8), (8, 20)),
    ),
    days_off=(
        (1, 1, "New Year's Day"),
        (4, 27, "King's Day"),
        (12, 25, "Christmas"),
        (12, 26, "Boxing Day"),
    ),
)

AMERICAS = Company(
    name="acme_americas",
    time_zone="America/New_York",
    opening=(
        *week("office", range(1, 6), (9, 18)),
        *week("extended", range(1, 8), (6, 24)),
        *week("social", range(1, 8), (8, 21)),
    ),
    days_off=((1, 1, "New Year's Day"), (7, 4, "Independence Day"), (12, 25, "Christmas")),
)

COMPANIES = (EUROPE, AMERICAS)
