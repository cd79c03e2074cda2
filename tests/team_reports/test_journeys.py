"""Where a conversation moved, and where its customer came back within seven days, by hand.

The only other social contacts of the connection `desk` are the six of test_definitions, whose
customers nobody knows.
"""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.config import Settings
from tests.team_reports import test_definitions
from tests.team_reports.desk import DESK, expect
from tests.warehouse.harness import Row, query

OTHER_SOCIAL_CONTACTS = [
    row for row in test_definitions.DESK.rows[1, "desk", "tickets"] if row["channel"] == "viber"
]

WALKER = {"requester_id": "walker"}
DESK.ticket("journey-social", "2026-03-02 09:00", channel="telegram", **WALKER).customer(
    "2026-03-02 09:00"
).customer("2026-03-02 10:00", channel="email").agent("2026-03-02 11:00", channel="email").agent(
    "2026-03-02 12:00"
).note("2026-03-02 13:00", channel="chat")
# The company's own letter is no coming back; the call is, at the last instant of the seven days.
DESK.ticket("journey-letter", "2026-03-04 09:00", **WALKER).agent("2026-03-04 09:00")
DESK.ticket("journey-call", "2026-03-09 09:00", channel="phone", **WALKER).call(
    "inbound", "2026-03-09 09:00", "2026-03-09 09:01"
)
# Eleven days later; and too young at as_of to say who comes back.
DESK.ticket("journey-late", "2026-03-25 09:00", **WALKER).customer("2026-03-25 09:00")
# Nobody knows who this is; the week before it is that of most of test_definitions.
DESK.ticket("journey-stranger", "2026-03-16 09:00", channel="telegram").customer("2026-03-16 09:00")


MARCH = ("month", date(2026, 3, 1))


def journey(settings: Settings, start: str, end: str, period: tuple[str, date] = MARCH) -> Row:
    rows = query(
        settings,
        "select * from marts.mart_journeys where connection = 'desk' and period_grain = ? "
        "and period_start = ? and from_channel_group = ? and to_channel_group = ?",
        [*period, start, end],
    )
    assert len(rows) == 1
    return rows[0]


def test_a_move_counts_once_and_notes_are_none(reports: Settings) -> None:
    contacts = 2 + len(OTHER_SOCIAL_CONTACTS)
    expect(
        journey(reports, "social", "email"),
        contacts=contacts,
        contacts_moved=1,
        moved_share=pytest.approx(1 / contacts),
    )
    expect(journey(reports, "social", "chat"), contacts_moved=0, moved_share=0)
    expect(journey(reports, "social", "social"), contacts_moved=0)


def test_the_next_inbound_contact_within_seven_days_is_a_coming_back(reports: Settings) -> None:
    expect(
        journey(reports, "social", "phone"),
        contacts_followed_7_days=1,
        contacts_coming_back=1,
        coming_back_share=1,
    )
    expect(journey(reports, "social", "email"), contacts_coming_back=0, coming_back_share=0)


def test_who_comes_back_later_or_could_not_yet_is_in_no_numerator(reports: Settings) -> None:
    expect(
        journey(reports, "phone", "email"),
        contacts_followed_7_days=1,
        contacts_coming_back=0,
        coming_back_share=0,
    )
    expect(
        journey(reports, "email", "email"),
        contacts_followed_7_days=0,
        contacts_coming_back=0,
        coming_back_share=None,
    )


def test_the_group_s_own_figures_stand_beside(reports: Settings) -> None:
    # Of the resolved social contacts two had one reply and no reopening, the silent one none. Their
    # customers are nobody's, so that the net figure is the same.
    expect(
        journey(reports, "social", "email"),
        failed_elsewhere_share=0,
        fcr_gross_share=pytest.approx(2 / 3),
        fcr_net_share=pytest.approx(2 / 3),
    )
    expect(journey(reports, "phone", "email"), failed_elsewhere_share=None)


def test_the_week_before_stands_beside(reports: Settings) -> None:
    # 2 to 8 March: the walker's contact, which moved and was followed by the call, and one of
    # test_definitions, created on Friday and resolved on Monday.
    week = ("week", date(2026, 3, 9))
    expect(
        journey(reports, "social", "email", week),
        previous_contacts=2,
        previous_moved_share=0.5,
        previous_coming_back_share=0,
        previous_failed_elsewhere_share=0,
        previous_fcr_net_share=None,
    )
    expect(journey(reports, "social", "phone", week), previous_coming_back_share=1)
    # 9 to 15 March: five of test_definitions, which stayed where they were; three were resolved.
    expect(
        journey(reports, "social", "email", ("week", date(2026, 3, 16))),
        previous_contacts=5,
        previous_moved_share=0,
        previous_coming_back_share=None,
        previous_fcr_net_share=pytest.approx(2 / 3),
    )
    expect(
        journey(reports, "social", "email", ("week", date(2026, 3, 2))),
        previous_contacts=None,
        previous_moved_share=None,
    )
