"""Merges, the other contacts of a person, and what becomes true because time has passed."""

from __future__ import annotations

import pytest

from tests.warehouse.desk import at
from tests.warehouse.nights.conftest import Nights
from tests.warehouse.nights.desk import (
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
EDITED = at("2026-03-31 09:00")


def version_of(ticket_id: str, **row: object) -> None:
    """Bring a newer version of a ticket in the second night."""
    row = {"channel": "email", "created_at": at("2026-02-02 09:00"), **row}
    later_version("tickets", ticket_id=ticket_id, updated_at=EDITED, **row)


# Merges: as they are, as they were, and along chains.
settled("merged-1")
settled("merged-2")
settled("merged-3", merged_into_ticket_id="merged-2")
settled("merged-4")
version_of("merged-1", merged_into_ticket_id="merged-2")
entry(
    "a ticket that is merged, its survivor, and what was merged with that before",
    {
        contact("inbound_messages", "merged-2"): ([2], [3]),
        contact("exclusion_reason", "merged-1"): ([None], ["merged"]),
    },
    scope={"merged-1": True, "merged-2": True, "merged-3": True},
    left_alone=["merged-4"],
)
settled("unmerged-1", merged_into_ticket_id="unmerged-2")
settled("unmerged-2")
version_of("unmerged-1")
entry(
    "a ticket that is merged no more",
    {
        contact("inbound_messages", "unmerged-2"): ([2], [1]),
        contact("exclusion_reason", "unmerged-1"): (["merged"], [None]),
    },
    scope={"unmerged-1": True, "unmerged-2": True},
)
settled("remerged-1", merged_into_ticket_id="remerged-2")
settled("remerged-2")
settled("remerged-3")
version_of("remerged-1", merged_into_ticket_id="remerged-3")
entry(
    "a ticket that is merged into another one than before",
    {
        contact("inbound_messages", "remerged-2"): ([2], [1]),
        contact("inbound_messages", "remerged-3"): ([1], [2]),
    },
    scope={"remerged-1": True, "remerged-2": True, "remerged-3": True},
)
settled("survivor-1", merged_into_ticket_id="survivor-2")
settled("survivor-2", load=2)
entry(
    "a survivor that arrives after what was merged into it",
    {
        contact("inbound_messages", "survivor-2"): ([], [2]),
        fact("quality.merge_errors", "merge_error", ticket_id="survivor-1"): (
            ["missing_survivor"],
            [],
        ),
    },
    scope={"survivor-1": True, "survivor-2": True},
)
settled("told-1", merged_into_ticket_id="told-2").agent("2026-02-02 09:30", load=2)
settled("told-2")
entry(
    "a message of a ticket that was merged is its survivor's",
    {contact("first_reply_seconds", "told-2"): ([3600], [1800])},
    scope={"told-1": True, "told-2": True},
)
# What was merged with the other contact of a person is computed with it.
settled("shared-1", requester_id="shared")
settled("shared-2", merged_into_ticket_id="shared-1")
settled("shared-3", requester_id="shared", load=2, created="2026-02-03 09:00")
entry(
    "what was merged with another contact of the person",
    {
        contact("is_fcr_net", "shared-1"): ([False], [False]),
        contact("inbound_messages", "shared-1"): ([2], [2]),
    },
    scope={"shared-1": False, "shared-2": False, "shared-3": True},
)

# Who came back within seven days of a resolution with one reply.
settled("back-1", requester_id="back", created="2025-11-10 09:00")
settled("back-2", requester_id="back", load=2, created="2025-11-12 09:00")
settled("back-3", requester_id="stays away")
entry(
    "a late ticket of somebody who had been helped",
    {contact("is_fcr_net", "back-1"): ([True], [False])},
    scope={"back-1": False, "back-2": True},
    left_alone=["back-3"],
    touched=["2025-11-10", "2025-11-12"],
    untouched=["2025-11-14"],
)
settled("passed-1", requester_id="passed-from")
settled("passed-2", requester_id="passed-from", created="2026-02-05 09:00")
settled("passed-3", requester_id="passed-to", created="2026-02-04 09:00")
version_of("passed-2", requester_id="passed-to", created_at=at("2026-02-05 09:00"))
entry(
    "a ticket that turns out to be another person's: the contacts of both",
    {
        contact("is_fcr_net", "passed-1"): ([False], [True]),
        contact("is_fcr_net", "passed-3"): ([True], [False]),
    },
    scope={"passed-1": False, "passed-2": True, "passed-3": False},
)
# The first had the address of the second and gets that of the third.
for name, address in (("one", "x@mail"), ("two", "x@mail"), ("three", "y@mail")):
    NIGHTS.add("customers", DESK, customer_id=f"mail-{name}", email=address)
NIGHTS.add("customers", "aside", customer_id="elsewhere", email="y@mail")
settled("mail-1", requester_id="mail-one", created="2026-02-04 09:00")
settled("mail-2", requester_id="mail-two")
settled("mail-3", requester_id="mail-three")
settled("mail-4", "aside", requester_id="elsewhere")
later_version("customers", customer_id="mail-one", email="y@mail")
entry(
    "an address that changes: the contacts of the old person and of the new one",
    {
        contact("is_fcr_net", "mail-2"): ([False], [True]),
        contact("is_fcr_net", "mail-3"): ([True], [False]),
    },
    scope={"mail-1": True, "mail-2": False, "mail-3": False},
)
settled("aside-1", "aside")
entry(
    "an address that changes: the contacts of the person in another connection, and no others",
    {contact("is_fcr_net", "mail-4", "aside"): ([True], [False])},
    connection="aside",
    scope={"mail-4": False},
    left_alone=["aside-1"],
)
NIGHTS.add("customers", DESK, customer_id="lost-one", email="z@mail")
NIGHTS.add("customers", DESK, customer_id="lost-two", email="z@mail")
settled("lost-1", requester_id="lost-one")
settled("lost-2", requester_id="lost-two", created="2026-02-03 09:00")
later_version("deletions", table_name="customers", id="lost-two", deleted_at=at("2026-03-31 09:00"))
entry(
    "a customer who is removed takes the address along",
    {contact("is_fcr_net", "lost-1"): ([False], [True])},
    scope={"lost-1": False, "lost-2": True},
)

# Somebody who writes on a social channel while something else of theirs is unresolved.
settled("failed-1", requester_id="failed", created="2025-11-02 09:00")
settled("failed-2", requester_id="failed", channel="facebook", created="2025-11-04 09:00")
later_version(
    "deletions", table_name="ticket_events", id="failed-1-e3", deleted_at=at("2026-03-31 09:00")
)
entry(
    "a contact that failed elsewhere, as the other one turns out to be unresolved",
    {contact("failed_elsewhere", "failed-2"): ([False], [True])},
    scope={"failed-1": True, "failed-2": False},
    touched=["2025-11-04"],
    untouched=["2025-11-05"],
)

# Nothing arrives for these. The first night was on 30 March at 22:30, the second 48 hours later.
NIGHTS.ticket("waits-1", "2026-03-29 12:00", connection=DESK).customer("2026-03-29 12:00")
entry(
    "what is not resolved waits on",
    {contact("requester_wait_seconds", "waits-1"): ([34.5 * 3600], [82.5 * 3600])},
    ages=["waits-1"],
    touched=["2026-03-29"],
)
for ticket_id, resolved_on in (("held-1", 23), ("held-2", 24), ("held-3", 26)):
    settled(ticket_id, requester_id=ticket_id, created=f"2026-03-{resolved_on} 20:00")
entry(
    "whether a resolution held is known after seven days",
    {
        contact("is_fcr_net", "held-1"): ([True], [True]),
        contact("is_fcr_net", "held-2"): ([None], [True]),
        contact("is_fcr_net", "held-3"): ([None], [None]),
    },
    scope={"held-2": False},
    left_alone=["held-1", "held-3"],
    touched=["2026-03-24"],
)
# Contacts of March still wait, and its median may move with them; nothing moves on its first day.
settled("first-of-month", created="2026-03-01 09:00")
FIRST_OF_MARCH = (
    "select distinct samples from {} where period_grain = 'day' and period_start = '2026-03-01'"
    f" and connection = '{DESK}' and metric_id = 'first_reply'"
)
entry(
    "the first day of a month whose median may move is no touched day",
    {
        FIRST_OF_MARCH.format(table): ([1], [1])
        for table in ("mart_parts.mart_percentiles_day", "mart_parts.mart_channel_durations")
    },
    left_alone=["first-of-month"],
    untouched=["2026-03-01"],
)
# Without statuses nothing is known to be unresolved, but a promise may be broken by and by.
NIGHTS.add(
    "sla_policies", "promises", policy_id="p", metric="first_reply_time", target_seconds=86400
)
for ticket_id in ("promise-1", "promise-2"):
    NIGHTS.add("ticket_sla", "promises", ticket_id=ticket_id, policy_id="p")
    NIGHTS.ticket(ticket_id, "2026-03-30 12:00", connection="promises").customer("2026-03-30 12:00")
NIGHTS.add(
    "messages", "promises", message_id="kept", ticket_id="promise-2", sender_kind="agent",
    sent_at=at("2026-03-30 13:00"),
)  # fmt: skip
STATE = (
    "select state from core.fct_sla where contact_key in"
    " (select contact_key from core.fct_contacts where ticket_id = '{}')"
)
entry(
    "a promise that is not kept is broken when its time has passed",
    {
        STATE.format("promise-1"): (["running"], ["breached"]),
        STATE.format("promise-2"): (["met"], ["met"]),
    },
    connection="promises",
    ages=["promise-1"],
    left_alone=["promise-2"],
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_people_and_time(nights: Nights, entry: Entry) -> None:
    nights.holds(entry)
