"""The backlog of each local day by status and age, and the flow between two days, by hand.

All contacts lie in the connection `second`, so that nothing else does.
"""

from __future__ import annotations

from datetime import date

from orchestration.config import Settings
from tests.team_reports.desk import DESK
from tests.warehouse.harness import Row, query

DESK.ticket("b-solved", "2026-03-02 09:00", connection="second", channel="portal").customer(
    "2026-03-02 09:00"
).status("2026-03-04 10:00", "solved")
# Half past midnight of 3 March in Amsterdam.
DESK.ticket("b-reopened", "2026-03-02 23:30", connection="second", channel="portal").customer(
    "2026-03-02 23:30"
).status("2026-03-03 09:00", "pending").status("2026-03-03 12:00", "solved").status(
    "2026-03-05 09:00", "open"
)
DESK.ticket("b-spam", "2026-03-03 08:00", connection="second", channel="portal").status(
    "2026-03-06 08:00", "spam"
)
# The midnight at which 2 March begins, and the second after it.
DESK.ticket("b-midnight", "2026-03-01 23:00", connection="second", channel="chat").status(
    "2026-03-02 12:00", "on_hold"
)
DESK.ticket("b-after-midnight", "2026-03-01 23:00:01", connection="second", channel="chat")

FLOW = (
    "unresolved_the_day_before",
    "created_contacts",
    "reopened_contacts",
    "resolved_contacts",
    "unresolved_contacts",
)
AGES = (
    "unresolved_under_1_day",
    "unresolved_1_to_3_days",
    "unresolved_3_to_7_days",
    "unresolved_7_to_14_days",
    "unresolved_14_to_30_days",
    "unresolved_over_30_days",
)
STATUSES = ("unresolved_new", "unresolved_open", "unresolved_pending", "unresolved_on_hold")


def day(settings: Settings, channel: str, day_of_march: int) -> Row:
    rows = query(
        settings,
        "select * from marts.mart_backlog_daily "
        "where connection = 'second' and channel = ? and date_on = ?",
        [channel, date(2026, 3, day_of_march)],
    )
    assert len(rows) == 1
    return rows[0]


def picked(row: Row, columns: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(row[column] for column in columns)


def test_the_flow_explains_every_day(reports: Settings) -> None:
    flows = {number: picked(day(reports, "portal", number), FLOW) for number in (2, 3, 4, 5, 6)}
    assert flows == {
        2: (0, 1, 0, 0, 1),
        # One came and went on the same day; the spam is left out.
        3: (1, 1, 0, 1, 1),
        4: (1, 0, 0, 1, 0),
        5: (0, 0, 1, 0, 1),
        6: (1, 0, 0, 0, 1),
    }


def test_the_status_is_that_of_the_end_of_the_local_day(reports: Settings) -> None:
    statuses = {number: picked(day(reports, "portal", number), STATUSES) for number in (2, 4, 5)}
    assert statuses == {2: (1, 0, 0, 0), 4: (0, 0, 0, 0), 5: (0, 1, 0, 0)}
    assert picked(day(reports, "chat", 2), STATUSES) == (1, 0, 0, 1)


def test_a_contact_grows_older_from_its_creation_on_also_when_it_was_reopened(
    reports: Settings,
) -> None:
    # Created on 2 March 23:30 UTC: 71.5 hours old at the end of the 5th (23:00 UTC), 95.5 at that
    # of the 6th, 6.98 days at that of the 9th, 7.98 at that of the 10th; the 30th ends at 22:00
    # UTC, when it is 27.94 days old.
    ages = {number: picked(day(reports, "portal", number), AGES) for number in (5, 6, 9, 10, 30)}
    assert ages == {
        5: (0, 1, 0, 0, 0, 0),
        6: (0, 0, 1, 0, 0, 0),
        9: (0, 0, 1, 0, 0, 0),
        10: (0, 0, 0, 1, 0, 0),
        30: (0, 0, 0, 0, 1, 0),
    }


def test_who_is_a_day_old_when_the_day_ends_is_in_the_next_band(reports: Settings) -> None:
    assert picked(day(reports, "chat", 2), AGES) == (1, 1, 0, 0, 0, 0)
    # 28 days of 24 hours and one of 23 have passed: one hour short of 29 days.
    assert picked(day(reports, "chat", 30), AGES) == (0, 0, 0, 0, 2, 0)


def test_every_status_has_a_row_for_each_day_up_to_as_of(reports: Settings) -> None:
    rows = query(
        reports,
        "select status, min(date_on) as first_on, max(date_on) as last_on, count(*) as days, "
        "sum(unresolved_contacts) as contact_days from core.fct_backlog_daily "
        "where connection = 'second' and channel = 'portal' group by status order by status",
    )
    expected = {
        # Both began as new; the first stayed it for two ends of day.
        "new": (date(2026, 3, 2), 30, 2),
        # From 5 to 31 March.
        "open": (date(2026, 3, 5), 27, 27),
        # Pending and solved again on the same day.
        "pending": (date(2026, 3, 3), 29, 0),
    }
    assert {
        row["status"]: (row["first_on"], row["days"], row["contact_days"]) for row in rows
    } == expected
    assert {row["last_on"] for row in rows} == {date(2026, 3, 31)}
