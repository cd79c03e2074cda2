"""Cases 9 and 15: merged-away, deleted and spam contacts; one ticket id in two connections."""

from __future__ import annotations

from tests.reference.facts import Facts
from tests.warehouse.desk import DESK, HOUR, MINUTE, at, contact, expect, replies, turns

DESK.ticket("survivor", "2026-03-02 09:00").agent("2026-03-02 11:00").work(
    "talk", "2026-03-02 11:00", "2026-03-02 11:10"
)
DESK.ticket(
    "merged-away", "2026-03-02 08:00", channel="chat", merged_into_ticket_id="survivor"
).customer("2026-03-02 08:00").work("wrap_up", "2026-03-02 08:30", "2026-03-02 08:35").status(
    "2026-03-02 08:20", "solved"
).event("assignee_id", "2026-03-02 08:10", "ann").event("assignee_id", "2026-03-02 08:15", "bea")

DESK.ticket("chain-last", "2026-03-02 12:00").customer("2026-03-02 12:00")
DESK.ticket("chain-middle", "2026-03-02 11:00", merged_into_ticket_id="chain-last").customer(
    "2026-03-02 11:00"
)
DESK.ticket(
    "chain-first", "2026-03-02 10:00", merged_into_ticket_id="chain-middle", status="spam"
).customer("2026-03-02 10:00")

for name, target in (
    ("merged-into-itself", "merged-into-itself"),
    ("circle-a", "circle-b"),
    ("circle-b", "circle-a"),
    ("into-circle", "circle-a"),
    ("into-nowhere", "no-such-ticket"),
    ("into-into-nowhere", "into-nowhere"),
):
    DESK.ticket(name, "2026-03-02 09:00", merged_into_ticket_id=target).customer("2026-03-02 09:00")

DESK.ticket("deleted-by-status", "2026-03-02 09:00", status="deleted").customer("2026-03-02 09:00")
DESK.ticket("deleted-by-event", "2026-03-02 09:00", status="open", is_test=True).status(
    "2026-03-02 09:10", "spam"
).status("2026-03-02 09:20", "deleted")
DESK.ticket("deleted-by-row", "2026-03-02 09:00", status="spam")
DESK.add("deletions", table_name="tickets", id="deleted-by-row", deleted_at=at("2026-03-03 09:00"))
DESK.ticket("deleted-tomorrow", "2026-03-02 09:00")
DESK.add(
    "deletions", table_name="tickets", id="deleted-tomorrow", deleted_at=at("2026-06-30 00:00:01")
)
DESK.ticket("spam-by-status", "2026-03-02 09:00", status="spam", is_test=True)
DESK.ticket("spam-by-event", "2026-03-02 09:00", status="open").status("2026-03-02 09:10", "spam")
DESK.ticket("no-spam-after-all", "2026-03-02 09:00", status="open").status(
    "2026-03-02 09:10", "spam"
).status("2026-03-02 09:20", "open")
DESK.ticket("test", "2026-03-02 09:00", is_test=True, merged_into_ticket_id="survivor")

# The customer's other contacts: spam, outbound, a test, unsolved and solved.
DESK.ticket("spam-follows", "2026-03-02 09:00", requester_id="c-spam").customer(
    "2026-03-02 09:00"
).agent("2026-03-02 09:10").status("2026-03-02 09:10", "solved")
DESK.ticket("the-spam", "2026-03-03 09:00", requester_id="c-spam", status="spam").customer(
    "2026-03-03 09:00"
)
DESK.ticket("outbound-follows", "2026-03-02 09:00", requester_id="c-outbound").customer(
    "2026-03-02 09:00"
).agent("2026-03-02 09:10").status("2026-03-02 09:10", "solved")
DESK.ticket("the-outbound", "2026-03-03 09:00", requester_id="c-outbound").agent("2026-03-03 09:00")
for person in ("c-failed", "c-test", "c-solved"):
    pen = DESK.ticket(
        f"{person}-portal",
        "2026-03-02 09:00",
        channel="portal",
        requester_id=person,
        is_test=person == "c-test",
    ).customer("2026-03-02 09:00")
    if person == "c-solved":
        pen.status("2026-03-03 09:00", "solved")
    DESK.ticket(
        f"{person}-twitter", "2026-03-09 09:00", channel="twitter", requester_id=person
    ).customer("2026-03-09 09:00")

# The same ids of ticket, message, customer and agent in both; the e-mail address joins the people.
for connection, agent_minutes in (("desk", 10), ("second", 20)):
    pen = DESK.ticket("7", "2026-03-02 09:00", connection=connection, requester_id="c7")
    pen.customer("2026-03-02 09:00", message_id="7-1")
    pen.agent(f"2026-03-02 09:{agent_minutes}", message_id="7-2")
    pen.status(f"2026-03-02 09:{agent_minutes}", "solved", event_id="7-3")
DESK.ticket("8", "2026-03-04 09:00", connection="second", requester_id="c8").customer(
    "2026-03-04 09:00"
)
DESK.add("customers", customer_id="c7", name="Sam", email=" Sam@Example.com")
DESK.add("customers", connection="second", customer_id="c7", name="Kim", email="kim@example.com")
DESK.add("customers", connection="second", customer_id="c8", name="Sam", email="sam@example.com ")


def test_case_09_messages_and_work_of_a_merged_away_contact_are_the_survivors(
    facts: Facts,
) -> None:
    expect(
        contact(facts, "survivor"),
        exclusion_reason=None,
        created_at=at("2026-03-02 08:00"),
        # The first inbound message came through the merged-away ticket's channel.
        channel="chat",
        is_outbound=False,
        inbound_messages=1,
        human_replies=1,
        first_reply_seconds=3 * HOUR,
        handle_seconds=15 * MINUTE,
        wrap_up_seconds=5 * MINUTE,
        # Its status and assignment are its own: new, never assigned, never transferred.
        status="new",
        reopens=0,
        transfers=0,
        assignee=None,
    )
    assert len(turns(facts, "survivor")) == 1
    assert len(replies(facts, "survivor")) == 1


def test_case_09_a_merged_away_contact_keeps_its_row_without_messages(facts: Facts) -> None:
    expect(
        contact(facts, "merged-away"),
        exclusion_reason="merged",
        merged_into="survivor",
        created_at=at("2026-03-02 08:00"),
        channel="chat",
        inbound_messages=0,
        turns=0,
        first_reply_seconds=None,
        handle_seconds=None,
        status="solved",
        transfers=1,
    )
    assert turns(facts, "merged-away") == []


def test_case_09_a_chain_resolves_to_the_last_survivor(facts: Facts) -> None:
    # The earliest creation counts although that contact is spam.
    expect(
        contact(facts, "chain-last"),
        created_at=at("2026-03-02 10:00"),
        inbound_messages=3,
        turns=1,
        merged_into=None,
        exclusion_reason=None,
    )
    expect(contact(facts, "chain-middle"), merged_into="chain-last", exclusion_reason="merged")
    expect(contact(facts, "chain-first"), merged_into="chain-last", exclusion_reason="spam")


def test_case_09_a_circle_or_a_missing_survivor_leaves_each_contact_its_own(facts: Facts) -> None:
    for name in (
        "merged-into-itself",
        "circle-a",
        "circle-b",
        "into-circle",
        "into-nowhere",
        "into-into-nowhere",
    ):
        expect(contact(facts, name), merged_into=None, exclusion_reason=None, inbound_messages=1)


def test_case_09_deleted_comes_before_spam_and_spam_before_test(facts: Facts) -> None:
    expect(contact(facts, "deleted-by-status"), exclusion_reason="deleted", inbound_messages=1)
    expect(contact(facts, "deleted-by-event"), exclusion_reason="deleted", status="deleted")
    expect(contact(facts, "deleted-by-row"), exclusion_reason="deleted", status="spam")
    expect(contact(facts, "spam-by-status"), exclusion_reason="spam")
    expect(contact(facts, "spam-by-event"), exclusion_reason="spam", status="spam")
    expect(contact(facts, "test"), exclusion_reason="test", merged_into="survivor")


def test_case_09_only_what_holds_at_as_of_excludes(facts: Facts) -> None:
    expect(contact(facts, "deleted-tomorrow"), exclusion_reason=None)
    expect(contact(facts, "no-spam-after-all"), exclusion_reason=None, status="open")


def test_case_09_an_excluded_or_outbound_contact_speaks_for_no_other(facts: Facts) -> None:
    expect(contact(facts, "spam-follows"), is_fcr_gross=True, is_fcr_net=True)
    expect(contact(facts, "outbound-follows"), is_fcr_gross=True, is_fcr_net=True)
    # Exactly seven days after a portal contact that is still unresolved, a test, or solved.
    expect(contact(facts, "c-failed-twitter"), failed_elsewhere=True)
    expect(contact(facts, "c-test-twitter"), failed_elsewhere=False)
    expect(contact(facts, "c-solved-twitter"), failed_elsewhere=False)
    expect(contact(facts, "c-failed-portal"), failed_elsewhere=None)


def test_case_15_the_same_ticket_id_in_two_connections_is_two_contacts(facts: Facts) -> None:
    expect(contact(facts, "7"), first_reply_seconds=10 * MINUTE, inbound_messages=1)
    expect(contact(facts, "7", "second"), first_reply_seconds=20 * MINUTE, inbound_messages=1)
    # Sam wrote again through the other connection, under another id; Kim, called c7 like Sam, did
    # not.
    expect(contact(facts, "7"), is_fcr_gross=True, is_fcr_net=False)
    expect(contact(facts, "7", "second"), is_fcr_gross=True, is_fcr_net=True)
