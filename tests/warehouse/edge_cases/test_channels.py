"""Cases 16 and 17: calls, work without a call, contacts without messages, and any text."""

from __future__ import annotations

import pytest

from orchestration.config import Settings
from tests.reference.facts import Facts
from tests.warehouse.desk import DESK, HOUR, MINUTE, at, contact, expect, replies, turns
from tests.warehouse.harness import query

DESK.ticket("call-answered", "2026-03-02 09:00", channel="phone").call(
    "inbound", "2026-03-02 09:00", "2026-03-02 09:00:40"
)
DESK.ticket("call-abandoned", "2026-03-02 09:00", channel="phone").call(
    "inbound", "2026-03-02 09:00", abandoned_at=at("2026-03-02 09:03")
)
DESK.ticket("call-outbound", "2026-03-02 09:00", channel="phone").call(
    "outbound", "2026-03-02 09:00", "2026-03-02 09:01"
).call("inbound", "2026-03-02 10:00", "2026-03-02 10:02")
DESK.ticket("call-outbound-unanswered", "2026-03-02 09:00", channel="phone").call(
    "outbound", "2026-03-02 09:00"
)
DESK.ticket("called-back", "2026-03-02 09:00").customer("2026-03-02 09:00").call(
    "outbound", "2026-03-02 09:30", "2026-03-02 09:31"
)
DESK.ticket("call-after-message", "2026-03-02 09:00").call("inbound", "2026-03-02 09:00").customer(
    "2026-03-02 09:00"
)
DESK.ticket("talk-without-call", "2026-03-02 09:00", channel="phone").work(
    "talk", "2026-03-02 09:00", "2026-03-02 09:04"
).work("hold", "2026-03-02 09:01", "2026-03-02 09:02").work(
    "wrap_up", "2026-03-02 09:04", "2026-03-02 09:06"
)
DESK.ticket("talk-only", "2026-03-02 09:00").work("talk", "2026-03-02 09:00", "2026-03-02 09:04")

DESK.ticket("silent", "2026-06-29 09:00", channel="portal")
DESK.ticket("empty-body", "2026-03-02 09:00").customer("2026-03-02 09:00", body="").agent(
    "2026-03-02 09:10", body=None
)
TEXTS = {
    "newlines": "first line\nsecond line\r\nthird\n",
    "quotes": 'she said "no", it\'s a \\ and a , and a ;\ttab',
    "emoji": "👩‍👩‍👧‍👦 thanks 🙏🏽",
    "right-to-left": "شكرا جزيلا — תודה רבה ‏",
}
for name, body in TEXTS.items():
    for connection in ("desk", "second", "statusless"):
        DESK.ticket(name, "2026-03-02 09:00", connection=connection).customer(
            "2026-03-02 09:00", body=body
        ).agent("2026-03-02 09:10", body=body)


def test_case_16_an_answered_call_is_a_message_and_its_reply(facts: Facts) -> None:
    expect(
        contact(facts, "call-answered"),
        channel="phone",
        inbound_messages=1,
        human_replies=1,
        first_reply_seconds=40,
        is_outbound=False,
        first_agent="carl",
        # Measured, never inferred from the call.
        handle_seconds=None,
        wrap_up_seconds=None,
    )
    expect(replies(facts, "call-answered")[0], channel="phone", reply_seconds=40, agent="carl")


def test_case_16_an_abandoned_call_is_a_message_without_a_reply(facts: Facts) -> None:
    expect(contact(facts, "call-abandoned"), inbound_messages=1, human_replies=0, answered_turns=0)
    expect(turns(facts, "call-abandoned")[0], channel="phone", answered_at=None)


def test_case_16_an_outbound_call_is_a_reply_when_answered(facts: Facts) -> None:
    expect(
        contact(facts, "call-outbound"),
        is_outbound=True,
        human_replies=2,
        inbound_messages=1,
        # From the customer's own call.
        first_reply_seconds=2 * MINUTE,
    )
    expect(
        contact(facts, "call-outbound-unanswered"),
        is_outbound=False,
        inbound_messages=0,
        human_replies=0,
        other_messages=0,
    )
    expect(
        contact(facts, "called-back"),
        channel="email",
        first_reply_seconds=31 * MINUTE,
        is_escalated=True,
    )


def test_case_16_a_message_comes_before_a_call_at_the_same_instant(facts: Facts) -> None:
    expect(contact(facts, "call-after-message"), channel="email", inbound_messages=2, turns=1)
    expect(turns(facts, "call-after-message")[0], channel="email", messages=2)


def test_case_16_a_talk_session_without_a_call_is_time_and_no_reply(facts: Facts) -> None:
    # Talk, the hold within it, and wrap-up: overlaps are not netted.
    expect(
        contact(facts, "talk-without-call"),
        human_replies=0,
        handle_seconds=7 * MINUTE,
        wrap_up_seconds=2 * MINUTE,
    )
    expect(contact(facts, "talk-only"), handle_seconds=4 * MINUTE, wrap_up_seconds=0)


def test_case_17_a_contact_with_no_messages_at_all(facts: Facts) -> None:
    # The desk's tickets have statuses, so it is new, and waits for 15 h until as_of.
    expect(
        contact(facts, "silent"),
        channel="portal",
        channel_group="portal",
        status="new",
        is_outbound=False,
        is_bot_only=False,
        first_customer_message_at=None,
        first_reply_seconds=None,
        first_reply_any_seconds=None,
        turns=0,
        requester_wait_seconds=15 * HOUR,
        unassigned_seconds=15 * HOUR,
        handle_seconds=None,
    )


def test_case_17_a_connection_without_status_has_none(facts: Facts) -> None:
    expect(
        contact(facts, "emoji", "statusless"),
        status=None,
        is_resolved=None,
        requester_wait_seconds=None,
        unassigned_seconds=None,
        is_fcr_gross=None,
        is_fcr_net=None,
        first_reply_seconds=10 * MINUTE,
    )


def test_case_17_a_message_with_an_empty_body_is_a_message(facts: Facts) -> None:
    expect(
        contact(facts, "empty-body"),
        inbound_messages=1,
        human_replies=1,
        first_reply_seconds=10 * MINUTE,
    )


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("connection", ["desk", "second", "statusless"])
def test_case_17_text_of_any_kind_is_kept_as_it_was(
    desk_settings: Settings, name: str, connection: str
) -> None:
    bodies = query(
        desk_settings,
        "select body from raw_helpdesk.messages where connection = ? and ticket_id = ?",
        [connection, name],
    )
    assert [row["body"] for row in bodies] == [TEXTS[name]] * 2
    contacts = query(
        desk_settings,
        "select inbound_messages, human_replies from core.fct_contacts "
        "where connection = ? and ticket_id = ?",
        [connection, name],
    )
    assert contacts == [{"inbound_messages": 1, "human_replies": 1}]
