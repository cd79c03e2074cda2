"""Case 13, and csat, nps and ces as daily counts: from the plain layout, Zendesk and Intercom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.activities.desk import add, ticket
from tests.warehouse.harness import Row


def survey(
    survey_id: str,
    kind: str = "csat",
    score: float | None = None,
    responded: str | None = None,
    ticket_id: str | None = None,
    load: int = 1,
    **row: object,
) -> None:
    """Add a survey, sent on 3 March at 09:00 unless told; its ticket has its name."""
    if ticket_id is None:
        ticket_id = survey_id
        if load == 1:
            ticket(ticket_id, **{"status": "spam"} if survey_id == "spam-csat" else {})
    row = {"offered_at": "03-03 09:00", "responded_at": responded, "score": score} | row
    add("surveys", load=load, survey_id=survey_id, ticket_id=ticket_id, kind=kind, **row)


FIVE = {"scale_min": 1, "scale_max": 5}
survey("good-bad", score=5, responded="03-03 10:00", **FIVE)
survey("good-bad", score=1, responded="03-04 10:00", load=2, **FIVE)
survey("bad-good", score=2, responded="03-03 10:00", **FIVE)
survey("bad-good", score=4, responded="03-03 11:00", load=2, **FIVE)
survey("twice-1", score=5, responded="03-05 12:00", ticket_id="good-1", **FIVE)
survey("twice-2", score=2, responded="03-03 12:00", ticket_id="good-1", **FIVE)
survey("unanswered", **FIVE)
survey("after-as-of", score=5, responded="06-30 01:00", offered_at="06-29 12:00", **FIVE)
survey("undeclared", score=3, responded="03-03 10:00")
survey("good-1", score=1, responded="03-03 09:30", scale_min=0, scale_max=1)
survey("of-ten", score=8, responded="03-03 10:00", scale_min=1, scale_max=10)
survey("spam-csat", score=1, responded="03-03 10:00", **FIVE)
survey("orphan-csat", score=1, responded="03-03 10:00", ticket_id="nowhere", **FIVE)
for number, score in enumerate((10, 9, 9, 7, 6)):
    survey(f"nps-{number}", "nps", score, "03-03 10:00")
survey("effort-1", "ces", 6, "03-03 10:00", scale_min=1, scale_max=7)
survey("effort-2", "ces", 5, "03-03 10:00", scale_min=1, scale_max=7)
survey("effort-3", "ces", 2, "03-03 10:00", **FIVE)


def zendesk(ticket_id: int, *changes: tuple[str, str, str]) -> None:
    add("ticket", "zendesk", id=ticket_id, created_at="08:00", updated_at="08:00", status="open")
    for field, updated, value in changes:
        add(
            "ticket_field_history",
            "zendesk",
            ticket_id=ticket_id,
            field_name=f"satisfaction_{field}",
            updated=updated,
            value=value,
        )


add("ticket_comment", "zendesk", id=1, ticket_id=1, created="08:00", user_id=1, public=True)
zendesk(
    1,
    ("score", "03-03 09:00", "offered"),
    ("score", "03-03 10:00", "good"),
    ("score", "03-04 10:00", "bad"),
)
zendesk(
    2,
    ("score", "03-03 09:00", "offered"),
    ("score", "03-03 10:00", "bad"),
    ("score", "03-04 10:00", "good"),
    ("comment", "03-04 10:00", "Fine now"),
)
zendesk(3, ("score", "03-03 09:00", "offered"))
zendesk(4, ("score", "03-03 09:00", "unoffered"))
zendesk(5, ("score", "03-03 10:00", "good"), ("score", "06-30 00:00:01", "bad"))


def intercom(conversation_id: str, rated_at: str = "03-03 10:00", **row: object) -> None:
    add("conversation_history", "intercom", id=conversation_id, created_at="08:00", **row)
    add(
        "conversation_part_history",
        "intercom",
        id=f"{conversation_id}-1",
        conversation_id=conversation_id,
        created_at=rated_at,
        part_type="conversation_rating_changed" if "conversation_rating_value" in row else "note",
    )


intercom("c1", conversation_rating_value=5, conversation_rating_created_at="03-03 09:00")
intercom("c2", conversation_rating_created_at="03-03 09:00")
intercom("c3")
intercom(
    "c4",
    rated_at="06-30 00:00:01",
    conversation_rating_value=5,
    conversation_rating_created_at="03-03 09:00",
)

FACTS = """
    select survey_id, score, is_latest, is_satisfied,
        strftime(responded_at, '%m-%d %H:%M') as responded_at
    from core.fct_surveys
    where connection = ? and kind = 'csat'
"""


def test_case_13_of_a_changed_rating_the_last_word_counts(
    read: Callable[..., list[Row]],
) -> None:
    rows = {row.pop("survey_id"): tuple(row.values()) for row in read(FACTS, "desk")}
    assert rows["good-bad"] == (1, True, False, "03-04 10:00")
    assert rows["bad-good"] == (4, True, True, "03-03 11:00")


def test_case_13_of_two_responses_the_latest_counts(read: Callable[..., list[Row]]) -> None:
    rows = {row.pop("survey_id"): tuple(row.values()) for row in read(FACTS, "desk")}
    assert rows["twice-1"] == (5, True, True, "03-05 12:00")
    assert rows["twice-2"] == (2, False, False, "03-03 12:00")
    # A survey of its own, sent on the same ticket: earlier than both.
    assert rows["good-1"] == (1, False, True, "03-03 09:30")


def test_who_is_satisfied(read: Callable[..., list[Row]]) -> None:
    rows = {row.pop("survey_id"): tuple(row.values())[:3] for row in read(FACTS, "desk")}
    # 3 of an undeclared scale lies below the top two of five; 8 of 1 to 10 is 7/9 of the way.
    assert rows["undeclared"] == (3, True, False)
    assert rows["of-ten"] == (8, True, True)
    assert rows["unanswered"] == (None, False, None)
    assert rows["after-as-of"] == (None, False, None)


def test_zendesk_s_good_and_bad(read: Callable[..., list[Row]]) -> None:
    rows = {row.pop("survey_id"): tuple(row.values()) for row in read(FACTS, "zendesk")}
    assert rows == {
        "1": (0, True, False, "03-04 10:00"),
        "2": (1, True, True, "03-04 10:00"),
        "3": (None, False, None, None),
        "5": (1, True, True, "03-03 10:00"),
    }


def test_intercom_s_ratings(read: Callable[..., list[Row]]) -> None:
    rows = {row.pop("survey_id"): tuple(row.values()) for row in read(FACTS, "intercom")}
    assert rows == {
        "c1": (5, True, True, "03-03 10:00"),
        "c2": (None, False, None, None),
        # Rated after as_of, asked before.
        "c4": (None, False, None, None),
    }


SUMS = """
    select sum(surveys_offered) as offered, sum(surveys_answered) as answered,
        sum(rated) as rated, sum(satisfied) as satisfied, sum(promoters) as promoters,
        sum(detractors) as detractors, sum(score_total)::double as total
    from mart_parts.mart_daily_surveys
    where connection = 'desk' and kind = ?
"""


def test_csat(read: Callable[..., list[Row]]) -> None:
    (sums,) = read(SUMS, "csat")
    # Sent: both changed ones, the two and the first on one ticket, the two without an answer,
    # undeclared and of ten. Rated: one of each ticket; satisfied are bad-good, twice-1 and of-ten.
    assert (sums["offered"], sums["answered"]) == (9, 7)
    assert (sums["rated"], sums["satisfied"]) == (5, 3)
    assert sums["satisfied"] / sums["rated"] == pytest.approx(0.6)


def test_nps(read: Callable[..., list[Row]]) -> None:
    (sums,) = read(SUMS, "nps")
    # 10, 9, 9 less 6, of five: 40 points.
    assert (sums["rated"], sums["promoters"], sums["detractors"]) == (5, 3, 1)
    assert 100 * (sums["promoters"] - sums["detractors"]) / sums["rated"] == 40
    classes = read("select list(nps_class order by score) as c from core.fct_surveys "
                   "where kind = 'nps'")  # fmt: skip
    assert classes == [{"c": ["detractor", "passive", "promoter", "promoter", "promoter"]}]


def test_ces_keeps_its_scales_apart(read: Callable[..., list[Row]]) -> None:
    rows = read("""
        select scale_max, rated, score_total::double as total
        from mart_parts.mart_daily_surveys
        where connection = 'desk' and kind = 'ces' order by scale_max
    """)
    assert [tuple(row.values()) for row in rows] == [(5, 1, 2), (7, 2, 11)]


def test_surveys_count_when_sent_and_ratings_when_given(read: Callable[..., list[Row]]) -> None:
    rows = read("""
        select date_on::varchar as date_on, sum(surveys_offered)::bigint as offered,
            sum(rated)::bigint as rated
        from mart_parts.mart_daily_surveys
        where connection = 'desk' and kind = 'csat' group by date_on order by date_on
    """)
    assert [tuple(row.values()) for row in rows] == [
        ("2026-03-03", 8, 3),
        ("2026-03-04", 0, 1),
        ("2026-03-05", 0, 1),
        ("2026-06-29", 1, 0),
    ]
