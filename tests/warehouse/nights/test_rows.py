"""Rows of the helpdesk contract: new, edited, deleted, moved, late, early, and of the future."""

from __future__ import annotations

import pytest

from tests.warehouse.desk import at
from tests.warehouse.nights.conftest import Nights
from tests.warehouse.nights.desk import (
    COMING,
    DESK,
    NIGHTS,
    Entry,
    contact,
    entries,
    fact,
    later_version,
    settled,
)

ENTRIES, entry = entries()
BEFORE = "2026-03-30 22:00"

# The second night's rows reach further back than all that was there.
settled("rest-1")
settled("new-1")
settled("new-2", load=2, created="2026-02-03 09:00")
entry(
    "a new ticket",
    {contact("first_reply_seconds", "new-2"): ([], [3600])},
    scope={"new-2": True},
    left_alone=["new-1", "rest-1"],
)

settled("late-1").agent("2026-02-02 09:30", load=2)
entry(
    "a message that comes late, and before the first reply",
    {contact("first_reply_seconds", "late-1"): ([3600], [1800])},
    scope={"late-1": True},
)

settled("said-1").customer(
    "2026-02-03 12:00",
    load=2,
    message_id="said",
    body="Why has nobody called me since Monday?",
)
entry(
    "words that nobody wrote before",
    {fact("core.fct_messages", "language", message_id="said"): ([], ["en"])},
    scope={"said-1": True},
)

for version, load in (("2026-02-03", 1), ("2026-02-02", 2)):
    NIGHTS.add(
        "messages", DESK, load, message_id="older-m", ticket_id="older-1", sender_kind="customer",
        sent_at=at(f"{version} 12:00"), edited_at=at(f"{version} 12:00"),
    )  # fmt: skip
settled("older-1")
entry(
    "a version that is older than the one that is held",
    {fact("core.fct_messages", "sent_at", message_id="older-m"): ([at("2026-02-03 12:00")],) * 2},
    left_alone=["older-1"],
)
# An export that is written again holds all that was there before.
settled("again-1", requester_id="again")
for table in ("tickets", "messages", "ticket_events"):
    held = [row for row in NIGHTS.rows[1, DESK, table] if row["ticket_id"] == "again-1"]
    NIGHTS.rows[2, DESK, table] += held
entry(
    "rows that come again as they were",
    {
        "select count(*) from raw_helpdesk.messages where ticket_id = 'again-1'": ([2], [4]),
        contact("first_reply_seconds", "again-1"): ([3600], [3600]),
    },
    left_alone=["again-1"],
)

# The day on which something was is counted anew as well.
settled("undone-1").customer("2026-02-20 12:00", message_id="undone")
later_version("deletions", table_name="messages", id="undone", deleted_at=at("2026-03-31 09:00"))
entry(
    "a message that is gone from its day",
    {contact("inbound_messages", "undone-1"): ([2], [1])},
    scope={"undone-1": True},
    touched=["2026-02-20"],
    untouched=["2026-02-21"],
)

settled("moved-from").customer("2026-02-02 10:30", message_id="moved-m")
settled("moved-to")
settled("moved-else")
later_version(
    "messages", message_id="moved-m", ticket_id="moved-to", sender_kind="customer",
    sent_at=at("2026-02-02 10:30"), edited_at=at("2026-03-31 09:00"),
)  # fmt: skip
entry(
    "a message that moves to another ticket: the old version's ticket too",
    {
        contact("inbound_messages", "moved-from"): ([2], [1]),
        contact("inbound_messages", "moved-to"): ([1], [2]),
    },
    scope={"moved-from": True, "moved-to": True},
    left_alone=["moved-else"],
)

NIGHTS.ticket("early-1", "2026-02-02 09:00", connection=DESK, load=2)
for number, load in ((1, 1), (2, 1), (3, 2)):
    for ticket_id in ("early-1", "early-2"):
        NIGHTS.add(
            "messages", DESK, load, message_id=f"{ticket_id}-{number}", ticket_id=ticket_id,
            sender_kind="customer", sent_at=at(f"2026-02-02 09:0{number}"),
        )  # fmt: skip
orphans = "select rows from quality.orphans where table_name = 'messages' and ticket_id = '{}'"
entry(
    "messages before their ticket",
    {
        contact("inbound_messages", "early-1"): ([], [3]),
        orphans.format("early-1"): ([2], []),
        orphans.format("early-2"): ([2], [3]),
    },
    scope={"early-1": True, "early-2": True},
)

# An instant of the future is not there yet; nothing is loaded when it has come.
OF_THE_FUTURE = {
    "messages": ("fct_messages", "message_id", "sender_kind", [
        ({"sent_at": COMING, "sender_kind": "customer"}, [], ["customer"]),
    ]),
    "calls": ("fct_calls", "call_id", "outcome", [
        ({"queued_at": COMING, "direction": "inbound"}, [], ["unanswered"]),
        ({"queued_at": BEFORE, "answered_at": COMING, "direction": "inbound"},
         ["unanswered"], ["answered"]),
        ({"queued_at": BEFORE, "abandoned_at": COMING, "direction": "inbound"},
         ["unanswered"], ["abandoned"]),
    ]),
    "chat_sessions": (
        "fct_chat_sessions", "chat_id",
        "concat_ws(' ', accepted_at is not null, handed_over_at is not null, ended_at is not null)",
        [
            ({"started_at": COMING}, [], ["false false false"]),
            ({"started_at": BEFORE, "accepted_at": COMING},
             ["false false false"], ["true false false"]),
            ({"started_at": BEFORE, "handed_over_at": COMING},
             ["false false false"], ["false true false"]),
            ({"started_at": BEFORE, "ended_at": COMING},
             ["false false false"], ["false false true"]),
        ],
    ),
    "surveys": ("fct_surveys", "survey_id", "score", [
        ({"kind": "csat", "offered_at": COMING}, [], [None]),
        ({"kind": "csat", "offered_at": BEFORE, "responded_at": COMING, "score": 4}, [None], [4]),
    ]),
    "work_sessions": ("fct_work_sessions", "session_id", "seconds", [
        ({"kind": "talk", "started_at": COMING, "ended_at": "2026-03-31 12:01"}, [], [60]),
        # Half an hour until the first as_of, and on until a minute past noon.
        ({"kind": "talk", "started_at": BEFORE, "ended_at": "2026-03-31 12:01"}, [1800], [50460]),
        # Still on at the second as_of, two days after the first one.
        ({"kind": "talk", "started_at": BEFORE, "ended_at": "2026-04-30 12:00"}, [1800], [174600]),
    ]),
    "tasks": ("fct_tasks", "task_id", "status", [
        ({"assignee_id": "ann", "assigned_at": COMING}, [], ["open"]),
        ({"assignee_id": "ann", "assigned_at": BEFORE, "completed_at": COMING},
         ["open"], ["completed"]),
        ({"assignee_id": "ann", "assigned_at": BEFORE, "cancelled_at": COMING},
         ["open"], ["cancelled"]),
    ]),
    "leads": ("fct_leads", "lead_id", "is_converted", [
        ({"channel": "email", "captured_at": COMING}, [], [False]),
        ({"channel": "email", "captured_at": BEFORE, "converted_at": COMING}, [False], [True]),
    ]),
}  # fmt: skip
IDS = {table: id_column for table, (_, id_column, _, _) in OF_THE_FUTURE.items()}

for table, (core, id_column, column, cases) in OF_THE_FUTURE.items():
    for number, (row, before, after) in enumerate(cases):
        ticket_id = f"future-{table}-{number}"
        settled(ticket_id)
        row = {key: at(value) if key.endswith("_at") else value for key, value in row.items()}
        NIGHTS.add(table, DESK, **{id_column: ticket_id, "ticket_id": ticket_id, **row})
        entry(
            f"{table} of the future, {number}",
            {fact(f"core.{core}", column, **{id_column: ticket_id}): (before, after)},
            scope={ticket_id: True},
        )

settled("future-ticket", created="2026-03-31 09:00")
entry(
    "a ticket of the future",
    {contact("first_reply_seconds", "future-ticket"): ([], [3600])},
    scope={"future-ticket": True},
)
settled("future-event").status(COMING, "open")
entry(
    "an event of the future",
    {contact("status", "future-event"): (["solved"], ["open"])},
    scope={"future-event": True},
)
TOPICS = (
    "select topic from core.bridge_contact_topics where contact_key ="
    " (select contact_key from core.fct_contacts where ticket_id = '{}')"
)
settled("tag-added")
NIGHTS.add("ticket_tags", DESK, ticket_id="tag-added", tag="late", added_at=at(COMING))
settled("tag-removed")
NIGHTS.add("ticket_tags", DESK, ticket_id="tag-removed", tag="early", removed_at=at(COMING))
for ticket_id, before, after in (("tag-added", [], ["late"]), ("tag-removed", ["early"], [])):
    entry(f"{ticket_id} in the future", {TOPICS.format(ticket_id): (before, after)},
          scope={ticket_id: True})  # fmt: skip

# Rows that are removed at the source, and one that is known to be gone from the first as_of on.
REMOVED = {
    "messages": {"sender_kind": "customer", "sent_at": "2026-02-02 10:30"},
    "ticket_events": {"occurred_at": "2026-02-02 10:30", "field": "status", "new_value": "pending"},
    "calls": {"direction": "inbound", "queued_at": "2026-02-02 10:30"},
    "chat_sessions": {"started_at": "2026-02-02 10:30"},
    "surveys": {"kind": "csat", "offered_at": "2026-02-02 10:30"},
    "work_sessions": {
        "kind": "talk", "started_at": "2026-02-02 10:30", "ended_at": "2026-02-02 10:40",
    },
    "tasks": {"assignee_id": "ann", "assigned_at": "2026-02-02 10:30"},
    "leads": {"channel": "email", "captured_at": "2026-02-02 10:30"},
}  # fmt: skip
for table, row in REMOVED.items():
    ticket_id = f"removed-{table}"
    id_column = {"ticket_events": "event_id", **IDS}[table]
    settled(ticket_id)
    NIGHTS.add(
        table, DESK, **{id_column: f"{ticket_id}-x"}, ticket_id=ticket_id,
        **{key: at(value) if key.endswith("_at") else value for key, value in row.items()},
    )  # fmt: skip
    if table == "messages":
        NIGHTS.add("deletions", DESK, table_name=table, id=f"{ticket_id}-x", deleted_at=at(COMING))
    else:
        later_version(
            "deletions", table_name=table, id=f"{ticket_id}-x", deleted_at=at("2026-02-03 00:00")
        )
    sql = (
        contact("agent_wait_seconds", ticket_id)
        if table == "ticket_events"
        else f"select count(*) from core.{OF_THE_FUTURE[table][0]}"
        f" where {id_column} = '{ticket_id}-x'"
    )
    before, after = ([1800], [0]) if table == "ticket_events" else ([1], [0])
    entry(f"a removed row of {table}", {sql: (before, after)}, scope={ticket_id: True})

settled("gone-1")
later_version("deletions", table_name="tickets", id="gone-1", deleted_at=at("2026-03-31 09:00"))
entry(
    "a removed ticket",
    {
        contact("exclusion_reason", "gone-1"): ([None], ["deleted"]),
        fact("quality.exclusions", "detail", ticket_id="gone-1"): ([], ["ticket is deleted"]),
    },
    scope={"gone-1": True},
)

# What needs no ticket has days of its own.
for table, row in {
    "tasks": {"assignee_id": "ann", "assigned_at": "2025-12-03 12:00"},
    "leads": {"channel": "email", "captured_at": "2025-12-05 12:00"},
    "portal_sessions": {"started_at": "2025-12-07 12:00"},
}.items():
    id_column = {"portal_sessions": "session_id", **IDS}[table]
    instants = {key: at(value) if key.endswith("_at") else value for key, value in row.items()}
    for name, load in (("kept", 1), ("removed", 1), ("new", 2)):
        day = {"kept": "2025-12-20 12:00", "removed": "2025-12-10 12:00"}.get(name)
        moved = {key: at(day) for key in row if day and key.endswith("_at")}
        NIGHTS.add(table, DESK, load, **{id_column: f"alone-{name}"}, **{**instants, **moved})
    later_version(
        "deletions", table_name=table, id="alone-removed", deleted_at=at("2026-02-03 00:00")
    )
    fact_table = {"portal_sessions": "fct_portal_sessions"}.get(table, f"fct_{table}")
    entry(
        f"{table} without a ticket",
        {f"select count(*) from core.{fact_table} where {id_column} like 'alone-%'": ([2], [2])},
        touched=[str(next(value for key, value in instants.items() if key.endswith("_at")))[:10],
                 "2025-12-10"],
        untouched=["2025-12-20", "2025-12-21"],
    )  # fmt: skip


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_rows(nights: Nights, entry: Entry) -> None:
    nights.holds(entry)
