"""Cases 2 to 6 and 14: who said what, in which order, and how fast."""

from __future__ import annotations

from tests.reference.facts import Facts
from tests.warehouse.desk import DESK, HOUR, MINUTE, at, contact, expect, replies, turns

# The agent's id sorts before the customer's, and was loaded first.
DESK.ticket("same-instant", "2026-03-02 09:00").agent(
    "2026-03-02 09:05", message_id="100"
).customer("2026-03-02 09:05", message_id="101")
DESK.ticket("natural-ids", "2026-03-02 09:00").customer("2026-03-02 09:00", message_id="1").agent(
    "2026-03-02 09:01", "abe", message_id="102"
).agent("2026-03-02 09:01", "bea", message_id="99").agent(
    "2026-03-02 09:01", "cid", message_id="a1"
)

DESK.ticket("note-first", "2026-03-02 09:00").customer("2026-03-02 09:00").note(
    "2026-03-02 09:01"
).agent("2026-03-02 09:30")

DESK.ticket("bot-first", "2026-03-02 09:00").customer("2026-03-02 09:00").bot(
    "2026-03-02 09:00"
).agent("2026-03-02 10:00", "bea")
DESK.ticket("bot-greets", "2026-03-02 09:00").bot("2026-03-02 09:00").customer(
    "2026-03-02 09:02"
).says("automation", "2026-03-02 09:03")

DESK.ticket("outbound", "2026-03-02 09:00").agent("2026-03-02 09:00").customer(
    "2026-03-02 12:00"
).agent("2026-03-02 12:20", "bea")
DESK.ticket("outbound-silent", "2026-03-02 09:00").agent("2026-03-02 09:00").agent(
    "2026-03-03 09:00"
)

DESK.ticket("burst", "2026-03-02 09:00").customer("2026-03-02 09:00").customer(
    "2026-03-02 09:01"
).bot("2026-03-02 09:02").customer("2026-03-02 09:03").agent("2026-03-02 09:10").agent(
    "2026-03-02 09:11"
).customer("2026-03-02 10:00")

DESK.ticket("reply-before-creation", "2026-03-02 09:00").customer("2026-03-02 08:50").agent(
    "2026-03-02 08:58"
)
DESK.ticket("solved-before-creation", "2026-03-02 09:00").customer("2026-03-02 09:00").status(
    "2026-03-02 08:59", "solved"
)


def test_case_02_agent_reply_at_the_same_instant_answers_in_zero_seconds(facts: Facts) -> None:
    expect(
        contact(facts, "same-instant"),
        is_outbound=False,
        first_reply_at=at("2026-03-02 09:05"),
        # From the creation, five minutes earlier.
        first_reply_seconds=5 * MINUTE,
        turns=1,
        answered_turns=1,
    )
    expect(
        turns(facts, "same-instant")[0],
        started_at=at("2026-03-02 09:05"),
        answered_at=at("2026-03-02 09:05"),
        reply_seconds=0,
    )


def test_case_02_ids_order_messages_of_one_instant_digits_first_by_value(facts: Facts) -> None:
    # 99, 102, a1.
    expect(contact(facts, "natural-ids"), first_agent="bea", last_agent="cid")
    expect(turns(facts, "natural-ids")[0], reply=("99", False))


def test_case_03_an_internal_note_is_no_reply(facts: Facts) -> None:
    expect(
        contact(facts, "note-first"),
        first_reply_seconds=30 * MINUTE,
        first_reply_any_seconds=30 * MINUTE,
        internal_notes=1,
        human_replies=1,
        other_messages=0,
    )
    assert len(replies(facts, "note-first")) == 1


def test_case_04_bot_answers_at_once_and_a_human_after_an_hour(facts: Facts) -> None:
    expect(
        contact(facts, "bot-first"),
        first_reply_seconds=HOUR,
        first_reply_any_seconds=0,
        bot_messages=1,
        human_replies=1,
        turns=1,
        is_bot_only=False,
        first_agent="bea",
    )


def test_case_04_a_greeting_before_the_customer_writes_is_no_reply(facts: Facts) -> None:
    # The automation answers three minutes after the creation.
    expect(
        contact(facts, "bot-greets"),
        is_outbound=False,
        is_bot_only=True,
        first_reply_seconds=None,
        first_reply_any_seconds=3 * MINUTE,
        bot_messages=2,
        turns=1,
        answered_turns=0,
    )


def test_case_05_outbound_first_reply_runs_from_the_customers_message(facts: Facts) -> None:
    expect(
        contact(facts, "outbound"),
        is_outbound=True,
        first_customer_message_at=at("2026-03-02 12:00"),
        first_reply_at=at("2026-03-02 12:20"),
        first_reply_seconds=20 * MINUTE,
        first_reply_any_seconds=20 * MINUTE,
        human_replies=2,
        turns=1,
        first_agent="ann",
        last_agent="bea",
    )
    opening, answer = replies(facts, "outbound")
    expect(opening, is_first_reply=False, answers_turn=False, turn_number=None, reply_seconds=None)
    expect(answer, is_first_reply=True, answers_turn=True, turn_number=1, reply_seconds=1200)


def test_case_05_outbound_without_the_customer_writing_has_no_first_reply(facts: Facts) -> None:
    expect(
        contact(facts, "outbound-silent"),
        is_outbound=True,
        first_customer_message_at=None,
        first_reply_at=None,
        first_reply_seconds=None,
        first_reply_any_seconds=None,
        turns=0,
    )


def test_case_06_a_burst_of_three_messages_is_one_turn_from_the_first(facts: Facts) -> None:
    answered, waiting = turns(facts, "burst")
    # The bot does not end the turn; the second agent message answers nothing.
    expect(
        answered,
        started_at=at("2026-03-02 09:00"),
        messages=3,
        answered_at=at("2026-03-02 09:10"),
        reply_seconds=10 * MINUTE,
    )
    expect(waiting, started_at=at("2026-03-02 10:00"), messages=1, answered_at=None, reply=None)
    expect(contact(facts, "burst"), inbound_messages=4, turns=2, answered_turns=1, human_replies=2)
    assert [reply["answers_turn"] for reply in replies(facts, "burst")] == [True, False]


def test_case_14_reply_before_creation_takes_zero_seconds_and_is_flagged(facts: Facts) -> None:
    expect(
        contact(facts, "reply-before-creation"),
        created_at=at("2026-03-02 09:00"),
        first_reply_at=at("2026-03-02 08:58"),
        first_reply_seconds=0,
        has_clock_skew=True,
    )
    # The turn's own clock is right.
    expect(turns(facts, "reply-before-creation")[0], reply_seconds=8 * MINUTE)


def test_case_14_resolution_before_creation_takes_zero_seconds_and_is_flagged(
    facts: Facts,
) -> None:
    expect(
        contact(facts, "solved-before-creation"),
        first_resolved_at=at("2026-03-02 08:59"),
        resolved_at=at("2026-03-02 08:59"),
        first_resolution_seconds=0,
        full_resolution_seconds=0,
        requester_wait_seconds=0,
        has_clock_skew=True,
    )
    expect(contact(facts, "burst"), has_clock_skew=False)
