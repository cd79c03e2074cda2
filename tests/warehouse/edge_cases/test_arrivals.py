"""Cases 10 and 11: who an old message is by, and rows late, twice, out of order or changed."""

from __future__ import annotations

from tests.reference.facts import Facts
from tests.warehouse.desk import DESK, HOUR, MINUTE, at, contact, expect, turns

# No agents row says "gone"; "demoted" is an end user by now.
DESK.ticket("sender-missing", "2026-03-02 09:00").customer("2026-03-02 09:00").agent(
    "2026-03-02 09:10", "gone"
)
DESK.ticket("sender-demoted", "2026-03-02 09:00").customer("2026-03-02 09:00").agent(
    "2026-03-02 09:10", "demoted"
)
DESK.add("agents", agent_id="demoted", name="Dee", role="agent", team="billing")
DESK.add("agents", agent_id="demoted", name="Dee", role="end_user", load=2)
DESK.add("customers", customer_id="demoted", name="Dee", email="dee@example.com", load=2)
DESK.ticket("sender-unknown", "2026-03-02 09:00").customer("2026-03-02 09:00").says(
    "unknown", "2026-03-02 09:10", "whoever"
)

# The customer's message of the 2nd arrives with the second load, after the reply's.
DESK.ticket("days-late", "2026-03-02 09:00").agent("2026-03-02 11:00").customer(
    "2026-03-02 10:00", load=2
)
# Once in the first file, again in it, and again in the second.
for load in (1, 1, 2):
    DESK.add(
        "messages",
        load=load,
        message_id="twice-1",
        ticket_id="twice",
        sent_at=at("2026-03-02 09:00"),
        sender_kind="customer",
    )
DESK.ticket("twice", "2026-03-02 09:00")
DESK.ticket("out-of-order", "2026-03-02 09:00").agent("2026-03-02 10:00").customer(
    "2026-03-02 09:30"
).customer("2026-03-02 09:00")
pen = DESK.ticket("before-its-ticket", "2026-03-02 09:00", load=2)
pen.customer("2026-03-02 09:00").agent("2026-03-02 09:20")
DESK.add(
    "messages",
    message_id="orphan",
    ticket_id="never-comes",
    sent_at=at("2026-03-02 09:00"),
    sender_kind="customer",
)

# The edit of 09:30 wins over the original, which comes again with the second load.
pen = DESK.ticket("edited", "2026-03-02 09:00").customer("2026-03-02 09:00")
pen.agent(
    "2026-03-02 09:10", message_id="edited-9", edited_at=at("2026-03-02 09:30"), macro_id="new"
)
pen.agent("2026-03-02 09:10", message_id="edited-9", load=2, edited_at=at("2026-03-02 09:10"))
pen.note("2026-03-02 09:05", message_id="edited-8", load=1)
pen.agent("2026-03-02 09:05", message_id="edited-8", load=2)

DESK.ticket(
    "updated-after-close",
    "2026-03-02 09:00",
    status="open",
    priority="low",
    updated_at=at("2026-03-02 09:00"),
).status("2026-03-02 10:00", "closed")
DESK.ticket(
    "updated-after-close",
    "2026-03-02 09:00",
    load=2,
    status="closed",
    priority="urgent",
    updated_at=at("2026-03-05 09:00"),
)
DESK.ticket(
    "older-update-later",
    "2026-03-02 09:00",
    status="open",
    priority="high",
    updated_at=at("2026-03-05 09:00"),
)
DESK.ticket(
    "older-update-later",
    "2026-03-02 09:00",
    load=2,
    status="open",
    priority="low",
    updated_at=at("2026-03-04 09:00"),
)

DESK.ticket("deletion-later", "2026-03-02 09:00").customer("2026-03-02 09:00")
DESK.add(
    "deletions",
    load=2,
    table_name="tickets",
    id="deletion-later",
    deleted_at=at("2026-04-01 09:00"),
)
DESK.ticket("message-deleted", "2026-03-02 09:00").customer("2026-03-02 09:00").agent(
    "2026-03-02 09:10", message_id="deleted-message"
).agent("2026-03-02 09:30", "bea")
DESK.add(
    "deletions",
    load=2,
    table_name="messages",
    id="deleted-message",
    deleted_at=at("2026-04-01 09:00"),
)
DESK.ticket("after-as-of", "2026-06-29 22:00").customer("2026-06-29 22:00").agent(
    "2026-06-30 00:00:00.000001"
).status("2026-06-30 00:00:01", "solved").work("handle", "2026-06-29 23:00", "2026-06-30 01:00")
DESK.ticket("created-after-as-of", "2026-06-30 00:00:01").customer("2026-06-29 23:00")


def test_case_10_a_reply_stays_one_when_the_user_row_of_its_sender_is_missing(
    facts: Facts,
) -> None:
    expect(
        contact(facts, "sender-missing"),
        human_replies=1,
        first_agent="gone",
        first_reply_seconds=10 * MINUTE,
    )


def test_case_10_a_reply_stays_one_when_its_agent_is_demoted_to_end_user(facts: Facts) -> None:
    expect(
        contact(facts, "sender-demoted"),
        human_replies=1,
        first_agent="demoted",
        first_reply_seconds=10 * MINUTE,
    )


def test_case_10_a_message_of_an_unknown_sender_is_counted_and_no_reply(facts: Facts) -> None:
    expect(contact(facts, "sender-unknown"), human_replies=0, other_messages=1, answered_turns=0)


def test_case_11_a_message_that_arrives_days_late_counts_where_it_was_sent(facts: Facts) -> None:
    expect(
        contact(facts, "days-late"),
        is_outbound=False,
        first_customer_message_at=at("2026-03-02 10:00"),
        first_reply_seconds=2 * HOUR,
    )
    expect(turns(facts, "days-late")[0], reply_seconds=HOUR)


def test_case_11_a_message_that_arrives_twice_counts_once(facts: Facts) -> None:
    expect(contact(facts, "twice"), inbound_messages=1, turns=1)
    expect(turns(facts, "twice")[0], messages=1)


def test_case_11_messages_out_of_order_are_put_in_order(facts: Facts) -> None:
    expect(contact(facts, "out-of-order"), turns=1, answered_turns=1)
    expect(turns(facts, "out-of-order")[0], messages=2, reply_seconds=HOUR)


def test_case_11_a_message_may_arrive_before_its_ticket_but_not_without(facts: Facts) -> None:
    expect(contact(facts, "before-its-ticket"), first_reply_seconds=20 * MINUTE, turns=1)
    assert ("desk", "never-comes") not in facts.contacts
    assert ("desk", "never-comes", 1) not in facts.turns


def test_case_11_the_latest_edit_of_a_message_counts_whenever_it_arrives(facts: Facts) -> None:
    # Message 8 became public with the second load (no edit instants: the later row wins).
    expect(contact(facts, "edited"), human_replies=2, internal_notes=0)
    assert facts.replies["desk", "edited", "edited-9", False]["macro_id"] == "new"
    assert facts.replies["desk", "edited", "edited-8", False]["is_first_reply"]


def test_case_11_a_ticket_updated_after_it_closed_has_its_latest_attributes(facts: Facts) -> None:
    expect(
        contact(facts, "updated-after-close"),
        priority="urgent",
        status="closed",
        first_resolved_at=at("2026-03-02 10:00"),
    )
    expect(contact(facts, "older-update-later"), priority="high")


def test_case_11_a_deletion_that_arrives_later_removes(facts: Facts) -> None:
    expect(contact(facts, "deletion-later"), exclusion_reason="deleted", inbound_messages=1)
    expect(
        contact(facts, "message-deleted"),
        human_replies=1,
        first_agent="bea",
        first_reply_seconds=30 * MINUTE,
    )


def test_case_11_what_lies_after_as_of_has_not_happened(facts: Facts) -> None:
    expect(
        contact(facts, "after-as-of"),
        human_replies=0,
        status="new",
        requester_wait_seconds=2 * HOUR,
        handle_seconds=HOUR,
    )
    assert ("desk", "created-after-as-of") not in facts.contacts
