"""The simulated companies: time zones, opening hours, holidays, languages, names, policies."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

HOURS = tuple[str, int, int, int]
"""Schedule, weekday (1 Monday), opening and closing hour; local, midnight may lie between."""


@dataclass(frozen=True)
class Company:
    """One help desk: one connection of the landing folder."""

    name: str
    type: str
    """Of the connection: helpdesk, or twitter for an export of nothing but tweets."""
    time_zone: str
    currency: str
    hours: tuple[HOURS, ...]
    new_hours: tuple[HOURS, ...]
    """What replaces the hours of the same schedule from the middle of the simulated time on."""
    days_off: tuple[tuple[int, int, str], ...]
    """Month, day, name: all schedules rest."""
    languages: tuple[int, ...]
    """Per cent of the customers who write each of LANGUAGES."""
    person_offset: int
    """Where the numbers of the persons begin who are customers of this company only."""

    def weekly_hours(self) -> list[tuple[str, str, int, int, int]]:
        """Return validity (always, old, new) and hours of every schedule and weekday."""
        changed = {hours[0] for hours in self.new_hours}
        kept = [("old" if hours[0] in changed else "always", *hours) for hours in self.hours]
        return [*kept, *(("new", *hours) for hours in self.new_hours)]

    def holidays(self, first_day: date, last_day: date) -> list[tuple[str, date, date, str]]:
        """Return schedule, first and last day, name of each holiday; neighbours are one."""
        days = [
            (date(year, month, day), name)
            for year in range(first_day.year, last_day.year + 1)
            for month, day, name in self.days_off
        ]
        joined: list[tuple[date, date, str]] = []
        for day, name in days:
            if joined and joined[-1][1] == day - timedelta(days=1):
                joined[-1] = (joined[-1][0], day, joined[-1][2])
            else:
                joined.append((day, day, name))
        schedules = sorted({hours[0] for hours in self.hours})
        return [(schedule, *days_) for schedule in schedules for days_ in joined]


def week(schedule: str, first: int, last: int, *hours: tuple[int, int]) -> tuple[HOURS, ...]:
    """Return the same hours on the weekdays from first to last."""
    return tuple(
        (schedule, weekday, opens, closes)
        for weekday in range(first, last + 1)
        for opens, closes in hours
    )


EUROPE, AMERICAS = (
    Company(
        name="acme_europe",
        type="helpdesk",
        time_zone="Europe/Amsterdam",
        currency="EUR",
        hours=(
            *week("office", 1, 5, (8, 12), (13, 18)),
            *week("extended", 1, 5, (7, 22)),
            *week("extended", 6, 7, (9, 18)),
            *week("social", 1, 7, (8, 20)),
        ),
        new_hours=week("social", 1, 7, (9, 22)),
        days_off=(
            (1, 1, "New Year's Day"),
            (4, 27, "King's Day"),
            (12, 25, "Christmas"),
            (12, 26, "Boxing Day"),
        ),
        languages=(50, 22, 12, 9, 4, 2, 1),
        person_offset=0,
    ),
    Company(
        name="acme_americas",
        type="helpdesk",
        time_zone="America/New_York",
        currency="USD",
        hours=(
            *week("office", 1, 5, (9, 18)),
            *week("extended", 1, 7, (6, 24)),
            *week("social", 1, 7, (10, 2)),
        ),
        new_hours=week("extended", 1, 7, (7, 23)),
        days_off=((1, 1, "New Year's Day"), (7, 4, "Independence Day"), (12, 25, "Christmas")),
        languages=(76, 0, 0, 4, 18, 1, 1),
        person_offset=1_000_000_000,
    ),
)

TWEETS = replace(AMERICAS, name="acme_tweets", type="twitter")
COMPANIES = (EUROPE, AMERICAS, TWEETS)

LANGUAGES = ("en", "nl", "de", "fr", "es", "ar", "he")
LOCALES = ("en", "nl-NL", "de-DE", "fr-FR", "es-ES", "ar", "he-IL")
TOPICS = {
    "delivery": "Where is my order?",
    "billing": "Question about my invoice",
    "returns": "I want to send something back",
    "refund": "Refund not received",
    "account": "Cannot log in",
    "password": "Password reset",
    "technical": "The app does not work",
    "outage": "Service is down",
    "product": "Question about a product",
    "complaint": "Complaint",
    "cancellation": "Cancel my subscription",
    "praise": "Thank you",
}
FIRST_NAMES = (
    *("Anna", "Ben", "Chloe", "Daan", "Elena", "Finn", "Grace", "Hugo", "Ines", "Jonas"),
    *("Karim", "Lena", "Mila", "Noah", "Olga", "Pablo", "Quinn", "Rosa", "Sem", "Tara"),
)
LAST_NAMES = (
    *(
        "Adams",
        "Bakker",
        "Costa",
        "Dubois",
        "Evans",
        "Fischer",
        "Garcia",
        "Haddad",
        "Ito",
        "Jansen",
    ),
    *("Klein", "Lopez", "Meyer", "Novak", "Olsen", "Petit", "Rossi", "Smith", "Torres", "Visser"),
)
HOUR = 3_600
POLICIES = (
    ("sla_social", "first_reply", None, 4 * HOUR, "calendar", True),
    ("sla_social", "resolution", None, 72 * HOUR, "calendar", False),
    ("sla_portal", "first_reply", "urgent", 4 * HOUR, "business", False),
    ("sla_portal", "first_reply", None, 16 * HOUR, "business", False),
    ("sla_portal", "requester_wait", None, 40 * HOUR, "business", False),
    ("sla_email", "first_reply", None, 24 * HOUR, "calendar", False),
    ("sla_email", "next_reply", None, 24 * HOUR, "calendar", False),
    ("sla_email", "agent_work", None, 30 * HOUR, "business", False),
)
"""Policy, metric, priority (none: any), target seconds, clock; whether it was laxer at first."""
