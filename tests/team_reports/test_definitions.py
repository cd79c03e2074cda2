"""First reply and resolution by four definitions, and the word for why they differ, by hand.

Only these tickets are on the channel viber, but for a call and a merged one, and on the connection
`statusless`. 6 March 2026 is a Friday; the office is open on weekdays from 09:00 to 17:00 UTC.
"""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.config import Settings
from tests.team_reports.desk import DESK, expect, facts_of
from tests.warehouse.desk import HOUR, MINUTE
from tests.warehouse.harness import Row, query

DESK.ticket("def-plain", "2026-03-09 09:00", channel="viber").customer("2026-03-09 09:00").event(
    "assignee_id", "2026-03-09 09:30", "ann"
).agent("2026-03-09 10:00").status("2026-03-09 12:00", "solved")
DESK.ticket("def-outbound", "2026-03-09 09:00", channel="viber").agent("2026-03-09 09:00").customer(
    "2026-03-09 10:00"
).agent("2026-03-09 10:30")
DESK.ticket("def-weekend", "2026-03-06 16:00", channel="viber", schedule_id="office").customer(
    "2026-03-06 16:00"
).agent("2026-03-09 09:30").status("2026-03-09 10:00", "solved")
DESK.ticket("def-reopened", "2026-03-09 09:00", channel="viber").customer("2026-03-09 09:00").event(
    "assignee_id", "2026-03-09 09:00", "ann"
).status("2026-03-09 10:00", "solved").status("2026-03-09 11:00", "open")
DESK.ticket("def-form", "2026-03-09 09:00", channel="viber").customer("2026-03-09 09:20").agent(
    "2026-03-09 10:00"
)
DESK.ticket("def-silent", "2026-03-09 09:00", channel="viber").status("2026-03-09 10:00", "solved")
DESK.ticket("def-call", "2026-03-09 09:00", channel="phone").call(
    "inbound", "2026-03-09 09:00", "2026-03-09 09:01"
).agent("2026-03-09 11:00")
DESK.ticket("def-merged-away", "2026-03-09 09:00", merged_into_ticket_id="def-survivor").customer(
    "2026-03-09 09:00"
)
DESK.ticket("def-survivor", "2026-03-09 10:00").customer("2026-03-09 10:00").agent(
    "2026-03-09 11:00"
).status("2026-03-09 12:00", "solved")

# Three of February, one of them outbound, and one that is created in March by local time only.
for ticket_id, answered in (("def-february-1", "10:00"), ("def-february-2", "13:00")):
    DESK.ticket(ticket_id, "2026-02-02 09:00", connection="statusless").customer(
        "2026-02-02 09:00"
    ).agent(f"2026-02-02 {answered}")
DESK.ticket("def-february-3", "2026-02-02 09:00", connection="statusless").agent(
    "2026-02-02 09:00"
).customer("2026-02-02 10:00").agent("2026-02-02 10:30")
DESK.ticket("def-march", "2026-02-28 23:10", connection="statusless").customer(
    "2026-02-28 23:10"
).agent("2026-02-28 23:40")

DEFINITIONS = ("zendesk", "sprout", "intercom")


def first_replies(settings: Settings, ticket_id: str) -> dict[str, object]:
    """Return our seconds, and each vendor's with the word for the difference."""
    return by_definition(settings, ticket_id, "first_reply")


def resolutions(settings: Settings, ticket_id: str) -> dict[str, object]:
    return by_definition(settings, ticket_id, "resolution")


def by_definition(settings: Settings, ticket_id: str, measure: str) -> dict[str, object]:
    (row,) = facts_of(settings, "fct_contact_definitions", ticket_id, order_by="contact_key")
    return {"ours": row[f"{measure}_seconds"]} | {
        name: (row[f"{name}_{measure}_seconds"], row[f"{name}_{measure}_difference"])
        for name in DEFINITIONS
    }


def test_a_plain_contact_has_one_first_reply_by_all_of_them(reports: Settings) -> None:
    assert first_replies(reports, "def-plain") == {
        "ours": HOUR,
        "zendesk": (HOUR, None),
        "sprout": (HOUR, None),
        "intercom": (HOUR, None),
    }
    # Sprout Social's resolution starts at the assignment, half an hour later.
    assert resolutions(reports, "def-plain") == {
        "ours": 3 * HOUR,
        "zendesk": (3 * HOUR, None),
        "sprout": (2.5 * HOUR, "assignment"),
        "intercom": (3 * HOUR, None),
    }


def test_zendesk_counts_an_outbound_contact_from_its_creation(reports: Settings) -> None:
    assert first_replies(reports, "def-outbound") == {
        "ours": 0.5 * HOUR,
        "zendesk": (1.5 * HOUR, "outbound"),
        "sprout": (0.5 * HOUR, None),
        "intercom": (0.5 * HOUR, None),
    }


def test_intercom_leaves_closed_hours_out(reports: Settings) -> None:
    # Friday 16 to 17 and Monday 9 to 9:30; the calendar says 65.5 hours.
    assert first_replies(reports, "def-weekend") == {
        "ours": 65.5 * HOUR,
        "zendesk": (65.5 * HOUR, None),
        "sprout": (65.5 * HOUR, None),
        "intercom": (1.5 * HOUR, "out_of_hours"),
    }
    assert resolutions(reports, "def-weekend") == {
        "ours": 66 * HOUR,
        "zendesk": (66 * HOUR, None),
        "sprout": (None, "unassigned"),
        "intercom": (2 * HOUR, "out_of_hours"),
    }


def test_a_reopened_contact_keeps_its_resolution_with_the_vendors(reports: Settings) -> None:
    assert resolutions(reports, "def-reopened") == {
        "ours": None,
        "zendesk": (HOUR, "reopened"),
        "sprout": (HOUR, "reopened"),
        "intercom": (HOUR, "reopened"),
    }


def test_who_starts_at_the_first_message_starts_after_the_form(reports: Settings) -> None:
    assert first_replies(reports, "def-form") == {
        "ours": HOUR,
        "zendesk": (HOUR, None),
        "sprout": (40 * MINUTE, "creation"),
        "intercom": (40 * MINUTE, "creation"),
    }


def test_without_a_message_intercom_has_no_resolution(reports: Settings) -> None:
    assert resolutions(reports, "def-silent") == {
        "ours": HOUR,
        "zendesk": (HOUR, None),
        "sprout": (None, "unassigned"),
        "intercom": (None, "no_message"),
    }


def test_an_answered_call_is_no_comment_in_zendesk(reports: Settings) -> None:
    assert first_replies(reports, "def-call") == {
        "ours": MINUTE,
        "zendesk": (2 * HOUR, "call"),
        "sprout": (MINUTE, None),
        "intercom": (MINUTE, None),
    }


def test_zendesk_starts_a_survivor_at_its_own_creation(reports: Settings) -> None:
    assert first_replies(reports, "def-survivor") == {
        "ours": 2 * HOUR,
        "zendesk": (HOUR, "merged"),
        "sprout": (2 * HOUR, None),
        "intercom": (2 * HOUR, None),
    }
    assert resolutions(reports, "def-survivor")["zendesk"] == (2 * HOUR, "merged")


def compared(settings: Settings, measure: str, definition: str) -> Row:
    rows = query(
        settings,
        "select * from marts.mart_definition_comparison where period_grain = 'all' "
        "and connection = 'desk' and channel = 'viber' and measure = ? and definition = ?",
        [measure, definition],
    )
    assert len(rows) == 1
    return rows[0]


def of_statusless(settings: Settings, period: str, definition: str) -> list[Row]:
    """Return the rows of first replies: of a channel, and of its group."""
    return query(
        settings,
        "select * from marts.mart_definition_comparison where connection = 'statusless' and "
        f"measure = 'first_reply' and definition = ? and {period}",
        [definition],
    )


@pytest.mark.parametrize(
    ("definition", "measured", "mean_hours", "median_hours", "differing", "mostly"),
    [
        # Ours leaves the outbound contact out: 1, 65.5 and 1 hours.
        ("supportmart", 3, 22.5, 1, 0, None),
        ("zendesk", 4, 17.25, 1.25, 1, "outbound"),
        # 1, 0.5, 65.5 and 2/3 hours.
        ("sprout_social", 4, (67 + 2 / 3) / 4, (2 / 3 + 1) / 2, 1, "creation"),
        # 1, 0.5, 1.5 and 2/3 hours; of two words found once each, the first of the alphabet.
        ("intercom", 4, (3 + 2 / 3) / 4, (2 / 3 + 1) / 2, 2, "creation"),
    ],
)
def test_the_mart_sums_first_replies_up(
    reports: Settings,
    definition: str,
    measured: int,
    mean_hours: float,
    median_hours: float,
    differing: int,
    mostly: str | None,
) -> None:
    expect(
        compared(reports, "first_reply", definition),
        contacts=6,
        contacts_measured=measured,
        mean_seconds=pytest.approx(mean_hours * HOUR),
        median_seconds=pytest.approx(median_hours * HOUR),
        contacts_differing=differing,
        main_difference=mostly,
    )


@pytest.mark.parametrize(
    ("definition", "measured", "mean_hours", "differing", "mostly"),
    [
        ("supportmart", 3, 70 / 3, 0, None),
        ("zendesk", 4, 71 / 4, 1, "reopened"),
        ("sprout_social", 2, 1.75, 4, "unassigned"),
        ("intercom", 3, 2, 3, "no_message"),
    ],
)
def test_the_mart_sums_resolutions_up(
    reports: Settings,
    definition: str,
    measured: int,
    mean_hours: float,
    differing: int,
    mostly: str | None,
) -> None:
    expect(
        compared(reports, "resolution", definition),
        contacts_measured=measured,
        mean_seconds=pytest.approx(mean_hours * HOUR),
        contacts_differing=differing,
        main_difference=mostly,
    )


@pytest.mark.parametrize(
    ("definition", "measured", "mean_hours", "median_hours", "differing"),
    [
        # 1 and 4 hours; Zendesk has 1.5 hours of the outbound contact as well.
        ("supportmart", 2, 2.5, 2.5, 0),
        ("zendesk", 3, 6.5 / 3, 1.5, 1),
    ],
)
def test_the_month_before_stands_beside(
    reports: Settings,
    definition: str,
    measured: int,
    mean_hours: float,
    median_hours: float,
    differing: int,
) -> None:
    march = of_statusless(reports, "period_start = '2026-03-01'", definition)
    assert {row["level"] for row in march} == {"channel", "group", "all"}
    for row in march:
        expect(
            row,
            contacts=1,
            mean_seconds=0.5 * HOUR,
            previous_contacts=3,
            previous_contacts_measured=measured,
            previous_mean_seconds=pytest.approx(mean_hours * HOUR),
            previous_median_seconds=median_hours * HOUR,
            previous_contacts_differing=differing,
        )


def test_the_first_month_and_all_time_have_none_before(reports: Settings) -> None:
    rows = of_statusless(reports, "period_start < '2026-03-01'", "supportmart")
    assert {(row["period_grain"], row["period_start"], row["contacts"]) for row in rows} == {
        ("month", date(2026, 2, 1), 3),
        ("all", date(2026, 2, 2), 4),
    }
    for row in rows:
        assert {row[column] for column in row if column.startswith("previous_")} == {None}
