"""The time zones that a setting or a schedule may name."""

from __future__ import annotations

import csv
from functools import cache
from zoneinfo import available_timezones

from orchestration.config import PROJECT

RAILS_TIME_ZONES = PROJECT / "seeds" / "rails_time_zones.csv"


@cache
def time_zones() -> frozenset[str]:
    """Return every IANA name; looking them up reads a thousand files."""
    return frozenset(available_timezones()) - {"localtime"}


@cache
def rails_time_zones() -> frozenset[str]:
    """Return the names that Ruby on Rails has for time zones, which Zendesk writes."""
    with RAILS_TIME_ZONES.open(encoding="utf-8", newline="") as seed:
        return frozenset(row["rails_name"] for row in csv.DictReader(seed))
