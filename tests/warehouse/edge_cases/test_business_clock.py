"""Case 1. All schedules are Amsterdam's: UTC+1, and UTC+2 from the last Sunday of March (01:00 UTC)
to the last Sunday of October (01:00 UTC)."""

from __future__ import annotations

import pytest

from tests.reference.facts import Facts
from tests.warehouse.desk import DAY, DESK, HOUR, MINUTE, at, contact, expect, replies, turns

DESK.schedule("office", "12345", "09:00-17:00")
DESK.add(
    "holidays",
    schedule_id="office",
    starts_on=at("2026-04-06").date(),
    ends_on=at("2026-04-06").date(),
    name="Easter Monday",
)
DESK.schedule("all-hours", "1234567", "00:00-24:00")
DESK.schedule("sunday-early", "7", "01:00-05:00")
DESK.schedule("sunday-opens-in-gap", "7", "02:30-04:00")
DESK.schedule("sunday-closes-twice", "7", "01:00-02:30")
DESK.schedule("night", "1234567", "22:00-06:00")
DESK.add(
    "holidays",
    schedule_id="night",
    starts_on=at("2026-02-10").date(),
    ends_on=at("2026-02-10").date(),
    name="A Tuesday off",
)
DESK.schedule("split", "12345", "09:00-12:00", "13:00-17:00")
DESK.schedule("no-holidays", "12345", "09:00-17:00")
DESK.schedule("overlapping", "12345", "09:00-13:00", "12:00-15:00", "14:59-17:00")
DESK.schedule("moved-hours", "12345", "09:00-17:00", valid_to=at("2025-12-31").date())
DESK.schedule("moved-hours", "12345", "10:00-12:00", valid_from=at("2026-01-01").date())


def _answered(ticket_id: str, schedule_id: str, created: str, replied: str) -> None:
    DESK.ticket(ticket_id, created, schedule_id=schedule_id).customer(created).agent(replied)


_answered("dst-weekend", "office", "2026-03-27 15:00", "2026-03-30 07:30")
_answered("dst-short-day", "all-hours", "2026-03-28 23:00", "2026-03-29 22:00")
_answered("dst-long-day", "all-hours", "2025-10-25 22:00", "2025-10-26 23:00")
for name in ("sunday-early", "sunday-opens-in-gap", "sunday-closes-twice"):
    _answered(f"{name}-spring", name, "2026-03-28 12:00", "2026-03-29 12:00")
    _answered(f"{name}-autumn", name, "2025-10-25 12:00", "2025-10-26 12:00")
_answered("crossing-midnight", "night", "2026-02-02 20:00", "2026-02-03 05:30")
_answered("crossing-into-holiday", "night", "2026-02-09 21:00", "2026-02-11 05:00")
_answered("over-lunch", "split", "2026-02-02 10:30", "2026-02-02 12:30")
_answered("outside-hours", "split", "2026-02-02 11:15", "2026-02-02 11:45")
_answered("over-easter", "office", "2026-04-03 14:00", "2026-04-07 08:00")
_answered("74-weeks", "no-holidays", "2025-01-27 08:00", "2026-06-29 07:00")
_answered("overlapping", "overlapping", "2026-02-02 07:00", "2026-02-02 20:00")
_answered("new-hours", "moved-hours", "2025-12-31 07:00", "2026-01-01 20:00")
_answered("unknown-schedule", "nobody-has-it", "2026-02-02 09:00", "2026-02-02 10:00")
_answered("to-the-microsecond", "office", "2026-02-02 07:59:59.25", "2026-02-02 08:00:00.000001")


def test_case_01_reply_after_the_weekend_of_a_daylight_saving_change(facts: Facts) -> None:
    # Friday 16:00-17:00 in winter time, then Monday 09:00-09:30 in summer time.
    expect(
        contact(facts, "dst-weekend"),
        first_reply_seconds=64.5 * HOUR,
        first_reply_business_seconds=1.5 * HOUR,
        created_in_business_hours=True,
    )
    expect(turns(facts, "dst-weekend")[0], reply_business_seconds=1.5 * HOUR)
    expect(
        replies(facts, "dst-weekend")[0], reply_business_seconds=1.5 * HOUR, in_business_hours=True
    )


def test_case_01_a_local_day_of_a_daylight_saving_change_has_23_or_25_hours(facts: Facts) -> None:
    # Both run from local midnight to local midnight.
    expect(contact(facts, "dst-short-day"), first_reply_business_seconds=23 * HOUR)
    expect(contact(facts, "dst-long-day"), first_reply_business_seconds=25 * HOUR)


@pytest.mark.parametrize(
    ("ticket_id", "expected"),
    [
        # 01:00 winter time = 00:00 UTC to 05:00 summer time = 03:00 UTC.
        ("sunday-early-spring", 3 * HOUR),
        # 01:00 summer time = 23:00 UTC to 05:00 winter time = 04:00 UTC.
        ("sunday-early-autumn", 5 * HOUR),
        # 02:30 does not exist and means 03:30 summer time = 01:30 UTC; 04:00 = 02:00 UTC.
        ("sunday-opens-in-gap-spring", 30 * MINUTE),
        # 02:30 happens twice and means the first, 00:30 UTC; 04:00 winter time = 03:00 UTC.
        ("sunday-opens-in-gap-autumn", 2.5 * HOUR),
        # 01:00 winter time = 00:00 UTC to the 02:30 that means 03:30 summer time = 01:30 UTC.
        ("sunday-closes-twice-spring", 1.5 * HOUR),
        # 01:00 summer time = 23:00 UTC to the first 02:30 = 00:30 UTC.
        ("sunday-closes-twice-autumn", 1.5 * HOUR),
    ],
)
def test_case_01_reply_within_the_day_of_a_daylight_saving_change(
    facts: Facts, ticket_id: str, expected: float
) -> None:
    expect(
        contact(facts, ticket_id),
        first_reply_seconds=DAY,
        first_reply_business_seconds=expected,
        created_in_business_hours=False,
    )


def test_case_01_schedule_crossing_midnight(facts: Facts) -> None:
    # Created 21:00 local, answered 06:30 local: all of 22:00-06:00.
    expect(contact(facts, "crossing-midnight"), first_reply_business_seconds=8 * HOUR)


def test_case_01_holiday_closes_its_own_date_only_of_intervals_crossing_midnight(
    facts: Facts,
) -> None:
    # From Monday 22:00: two hours of Monday; Tuesday is the holiday, so Monday's tail and Tuesday's
    # evening are closed; Tuesday's tail on Wednesday 00:00-06:00 is open.
    expect(contact(facts, "crossing-into-holiday"), first_reply_business_seconds=8 * HOUR)


def test_case_01_two_intervals_a_day(facts: Facts) -> None:
    # 11:30-12:00 and 13:00-13:30 local.
    expect(contact(facts, "over-lunch"), first_reply_business_seconds=HOUR)
    expect(
        contact(facts, "outside-hours"),
        first_reply_seconds=30 * MINUTE,
        first_reply_business_seconds=0,
        created_in_business_hours=False,
    )


def test_case_01_holiday_in_the_middle(facts: Facts) -> None:
    # Friday 16:00-17:00; Easter Monday closed; Tuesday 09:00-10:00.
    expect(contact(facts, "over-easter"), first_reply_business_seconds=2 * HOUR)


def test_case_01_contact_open_for_74_weeks(facts: Facts) -> None:
    # 518 local days, one of whose hours the second March takes away; 74 weeks of 40 hours.
    # It is `new` until as_of, 17 hours after the reply, of which Monday 09:00-17:00 is open.
    expect(
        contact(facts, "74-weeks"),
        first_reply_seconds=518 * DAY - HOUR,
        first_reply_business_seconds=74 * 40 * HOUR,
        requester_wait_seconds=518 * DAY - HOUR + 17 * HOUR,
        requester_wait_business_seconds=(74 * 40 + 8) * HOUR,
        full_resolution_seconds=None,
        full_resolution_business_seconds=None,
    )


def test_case_01_overlapping_intervals_count_once(facts: Facts) -> None:
    expect(contact(facts, "overlapping"), first_reply_business_seconds=8 * HOUR)


def test_case_01_new_hours_do_not_rewrite_old_years(facts: Facts) -> None:
    # Wednesday the 31st 09:00-17:00, Thursday the 1st 10:00-12:00.
    expect(contact(facts, "new-hours"), first_reply_business_seconds=10 * HOUR)


def test_case_01_a_schedule_that_is_not_defined_leaves_business_columns_empty(
    facts: Facts,
) -> None:
    expect(
        contact(facts, "unknown-schedule"),
        schedule_id="nobody-has-it",
        first_reply_seconds=HOUR,
        first_reply_business_seconds=None,
        requester_wait_business_seconds=None,
        created_in_business_hours=None,
    )
    expect(
        replies(facts, "unknown-schedule")[0], reply_business_seconds=None, in_business_hours=None
    )


def test_case_01_the_clock_is_exact_to_the_microsecond(facts: Facts) -> None:
    # Opens at 08:00 UTC: 0.750001 s by the calendar, one microsecond of it open.
    expect(
        contact(facts, "to-the-microsecond"),
        first_reply_seconds=0.750001,
        first_reply_business_seconds=0.000001,
        created_in_business_hours=False,
    )
