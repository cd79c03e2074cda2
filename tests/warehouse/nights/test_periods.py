"""A figure that stands beside the one of the period before is replaced with that one."""

from __future__ import annotations

import pytest

from tests.warehouse.nights.conftest import Nights
from tests.warehouse.nights.desk import Entry, entries, fact, settled

ENTRIES, entry = entries()


def first_reply(column: str, month: str) -> str:
    """Return the query of a month's first reply by our definition."""
    return fact(
        "marts.mart_definition_comparison",
        column,
        connection="months",
        level="channel",
        measure="first_reply",
        definition="supportmart",
        period_grain="month",
        period_start=month,
    )


# Nothing else happens in June and July.
settled("months-1", "months", created="2025-06-10 09:00").agent("2025-06-10 09:30", load=2)
settled("months-2", "months", created="2025-07-10 09:00")
entry(
    "a reply that comes late changes what the month after it is compared with",
    {
        first_reply("mean_seconds", "2025-06-01"): ([3600], [1800]),
        first_reply("mean_seconds", "2025-07-01"): ([3600], [3600]),
        first_reply("previous_mean_seconds", "2025-07-01"): ([3600], [1800]),
    },
    connection="months",
    scope={"months-1": True},
    left_alone=["months-2"],
    touched=["2025-06-10"],
    untouched=["2025-07-10"],
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_periods(nights: Nights, entry: Entry) -> None:
    nights.holds(entry)
