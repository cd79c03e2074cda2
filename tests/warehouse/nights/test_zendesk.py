"""Zendesk in Fivetran's layout: what its tables say has changed."""

from __future__ import annotations

import pytest

from tests.warehouse.nights.conftest import Nights
from tests.warehouse.nights.desk import Entry, contact, entries, fact, source
from tests.warehouse.nights.zendesk import NEW, OLD, account, change, comment, moment, ticket, user

ENTRIES, entry = entries()


def shown(column: str, ticket_id: int, before: object, after: object) -> dict[str, tuple]:
    return {contact(column, str(ticket_id), "zen"): ([before], [after])}


first = account(
    *[
        ticket(number)
        for number in (100, 101, 110, 120, 130, 140, 141, 142, 145, 150, 160, 170, 180, 190, 191)
    ],
    *[ticket(number) for number in (200, 201, 210, 211, 220, 230, 240, 250, 260, 270, 271)],
    ticket(131, requester_id=1300),
    ticket(202, merged_ticket_ids="[203]"),
    ticket(203),
)
second: dict[str, list] = {
    "ticket": [],
    "ticket_comment": [],
    "user": [],
    "ticket_field_history": [],
}

# A comment that comes late; another ticket is left alone.
second["ticket_comment"] += [comment(1009, 100, "09:30", 10)]
entry("a comment", shown("first_reply_seconds", 100, 3600, 1800), scope={"100": True},
      left_alone=["101"], connection="zen")  # fmt: skip

# The account has recorded assignments from the first night on.
first["ticket_field_history"] += [change(101, "assignee_id", "09:10", "10")]

# User 1109 was unknown, 1209 an end user, who became an agent before the next sync.
first["ticket_comment"] += [
    comment(1109, 110, "09:30", 1109),
    comment(1209, 120, "09:30", 1209),
    comment(1309, 130, "09:30", 1309),
]
first["user"] += [user(1209, "end-user"), user(1309, "end-user")]
second["user"] += [
    user(1109, "agent", NEW),
    user(1209, "agent", NEW),
    # Signed in, and nothing else.
    user(1309, "end-user", NEW),
    user(1300, "end-user", NEW),
]
entry("a role that becomes known", shown("first_reply_seconds", 110, 3600, 1800),
      scope={"110": True}, connection="zen")  # fmt: skip
entry("a role that changes", shown("first_reply_seconds", 120, 3600, 1800),
      scope={"120": True}, connection="zen")  # fmt: skip
entry("users who sign in", shown("inbound_messages", 130, 2, 2),
      left_alone=["130", "131"], connection="zen")  # fmt: skip

# Nobody knows user 1409, who is given a ticket: an agent. So is 1459, as the history says.
first["ticket_comment"] += [
    comment(1409, 140, "09:30", 1409),
    comment(1459, 145, "09:30", 1459),
]
first["ticket_field_history"] += [change(142, "status", "10:30", "open", 1409)]
second["ticket"] += [ticket(141, NEW, assignee_id=1409)]
second["ticket_field_history"] += [change(150, "assignee_id", "09:10", "1459")]
entry("an unknown user who is given a ticket", shown("first_reply_seconds", 140, 3600, 1800),
      scope={"140": True, "141": True, "142": True}, connection="zen")  # fmt: skip
entry("an unknown user who was given a ticket", shown("first_reply_seconds", 145, 3600, 1800),
      scope={"145": True, "150": True}, connection="zen")  # fmt: skip

# Versions that come too late to be the present one still tell who wrote, and who was an agent.
first["user"] += [user(2609, "agent", "2026-03-15T00:00:00Z")]
first["ticket_comment"] += [
    comment(2609, 260, "09:30", 2609, body="I am still waiting for an answer to my question."),
    comment(2719, 271, "09:30", 2719),
]
second["user"] += [user(2609, "end-user", "2026-03-01T00:00:00Z")]
second["ticket"] += [ticket(270, "2025-12-01T00:00:00Z", assignee_id=2719)]
# What an agent wrote is not looked at; what a customer did has been there since the first night.
entry("a role that a late version tells",
      shown("first_reply_seconds", 260, 1800, 3600)
      | {fact("core.fct_messages", "language", connection="zen", message_id="2609"):
         ([None], ["en"])},
      scope={"260": True}, connection="zen")  # fmt: skip
entry("an unknown user who had a ticket, as a late version tells",
      shown("first_reply_seconds", 271, 3600, 1800), scope={"271": True}, left_alone=["270"],
      connection="zen")  # fmt: skip

# Soft deletions: of a ticket and a comment, and of a comment from a coming instant on.
second["ticket"] += [ticket(160, NEW, _fivetran_deleted=True, _fivetran_synced=NEW)]
second["ticket_comment"] += [
    comment(1702, 170, "10:00", 10, _fivetran_deleted=True, _fivetran_synced=NEW)
]
first["ticket_comment"] += [
    comment(1809, 180, "09:30", 10, _fivetran_deleted=True, _fivetran_synced=NEW)
]
entry("a ticket that is removed", shown("exclusion_reason", 160, None, "deleted"),
      scope={"160": True}, connection="zen")  # fmt: skip
entry("a comment that is removed", shown("first_reply_seconds", 170, 3600, None),
      scope={"170": True}, connection="zen")  # fmt: skip
entry("a comment that was to be removed", shown("first_reply_seconds", 180, 1800, 3600),
      scope={"180": True}, connection="zen")  # fmt: skip

# The survivor lists what was merged into it.
second["ticket"] += [ticket(191, NEW, merged_ticket_ids="[190]"), ticket(202, NEW)]
entry("a ticket that is merged", shown("inbound_messages", 191, 1, 2),
      scope={"190": True, "191": True}, connection="zen")  # fmt: skip
entry("a ticket that is merged no more", shown("inbound_messages", 202, 2, 1),
      scope={"202": True, "203": True}, connection="zen")  # fmt: skip

# The requester of 200 is 2000, of 201 2010: one person from now on.
first["user"] = [row for row in first["user"] if row["id"] not in (2000, 2010)]
first["user"] += [user(2000, "end-user", email="a@zen"), user(2010, "end-user", email="b@zen")]
first["ticket"] = [row for row in first["ticket"] if row["id"] != 201]
first["ticket"] += [ticket(201) | {"created_at": "2026-02-03T09:00:00Z"}]
second["user"] += [user(2010, "end-user", NEW, email="a@zen")]
entry("an address that changes", shown("is_fcr_net", 200, True, False),
      scope={"200": False, "201": True}, connection="zen")  # fmt: skip

# A chat, and one whose ticket was not known.
CHAT = {"channel": "native_messaging"}
first["ticket_chat"] = [{"chat_id": "c.210", "ticket_id": 210, **CHAT}]
second["ticket_chat"] = [{"chat_id": "c.211", "ticket_id": 211, **CHAT}]
said = {"type": "ChatMessage", "created_at": moment("09:30"), "message": "words"}
first["ticket_chat_event"] = [{"chat_id": "c.211", "actor_id": "agent:10", **said}]
second["ticket_chat_event"] = [{"chat_id": "c.210", "actor_id": "agent:10", **said}]
entry("a message of a chat", shown("first_reply_seconds", 210, 3600, 1800),
      scope={"210": True}, connection="zen")  # fmt: skip
entry(
    "a chat whose ticket becomes known",
    {
        **shown("first_reply_seconds", 211, 3600, 1800),
        fact("quality.orphans", "rows", ticket_id="c.211"): ([1], []),
    },
    scope={"211": True, "c.211": True},
    connection="zen",
)

first["schedule"] = [{"id": 70, "time_zone": "UTC", "start_time": 1440 + 570, "end_time": 2880}]
second["ticket_schedule"] = [{"ticket_id": 220, "created_at": moment("09:00"), "schedule_id": 70}]
entry("a schedule that is given to a ticket",
      shown("first_reply_business_seconds", 220, None, 1800), scope={"220": True},
      connection="zen")  # fmt: skip
second["ticket_tag"] = [{"ticket_id": 230, "tag": "refund"}]
entry(
    "a tag",
    {"select topic from core.bridge_contact_topics where connection = 'zen'": ([], ["refund"])},
    scope={"230": True},
    connection="zen",
)
policy = {
    "sla_policy_id": 5,
    "index": 0,
    "metric": "first_reply_time",
    "target": 60,
    "business_hours": False,
}
first["sla_policy_metric_history"] = [{**policy, "sla_policy_updated_at": OLD}]
second["ticket_sla_policy"] = [
    {"ticket_id": 240, "sla_policy_id": 5, "policy_applied_at": moment("09:00")}
]
entry("a policy that is set on a ticket",
      {fact("core.fct_sla", "state", connection="zen"): ([], ["met"])},
      scope={"240": True}, connection="zen")  # fmt: skip
second["ticket_field_history"] += [change(250, "satisfaction_score", "12:00", "good")]
entry("a rating", {fact("core.fct_surveys", "score", connection="zen"): ([], [1])},
      scope={"250": True}, connection="zen")  # fmt: skip

source("fivetran_zendesk", "zen", first, second)

# What all tickets rest on: an account for each.
named = account(ticket(30, brand_id=3))
source("fivetran_zendesk", "zen_brand", named | {"brand": [{"id": 3, "name": "Shoes"}]},
       {"brand": [{"id": 3, "name": "Boots", "_fivetran_synced": NEW}]})  # fmt: skip
entry("a brand's name", {contact("brand", "30", "zen_brand"): (["Shoes"], ["Boots"])},
      scope={"30": True}, connection="zen_brand")  # fmt: skip
clocked = account(ticket(30)) | {
    "schedule": [{"id": 70, "time_zone": "UTC", "start_time": 2010, "end_time": 2880,
                  "_fivetran_synced": OLD}],
    "ticket_schedule": [{"ticket_id": 30, "created_at": moment("09:00"), "schedule_id": 70}],
}  # fmt: skip
source("fivetran_zendesk", "zen_hours", clocked,
       {"schedule": [{"id": 70, "time_zone": "Kyiv", "start_time": 2010, "end_time": 2880,
                      "_fivetran_synced": NEW}]})  # fmt: skip
# From 09:30 in Kyiv, which is 07:30 UTC.
entry("the hours of a schedule",
      {contact("first_reply_business_seconds", "30", "zen_hours"): ([1800], [3600])},
      scope={"30": True}, connection="zen_hours")  # fmt: skip
source("fivetran_zendesk", "zen_holiday", clocked,
       {"schedule_holiday": [{"id": 1, "schedule_id": 70, "start_date": "2026-02-02",
                              "end_date": "2026-02-02", "_fivetran_synced": NEW}]})  # fmt: skip
entry("a holiday", {contact("first_reply_business_seconds", "30", "zen_holiday"): ([1800], [0])},
      scope={"30": True}, connection="zen_holiday")  # fmt: skip
source(
    "fivetran_zendesk", "zen_policy",
    account(ticket(30)) | {
        "sla_policy_metric_history": first["sla_policy_metric_history"],
        "ticket_sla_policy": [
            {"ticket_id": 30, "sla_policy_id": 5, "policy_applied_at": moment("09:00")}
        ],
    },
    # A newer version, and that of the same instant mended.
    {"sla_policy_metric_history": [{**policy, "sla_policy_updated_at": OLD, "target": 30}]},
)  # fmt: skip
entry("the target of a policy",
      {fact("core.fct_sla", "state", connection="zen_policy"): (["met"], ["breached"])},
      scope={"30": True}, connection="zen_policy")  # fmt: skip
source("fivetran_zendesk", "zen_quiet", account(ticket(30)),
       {"user": [user(10, "agent", NEW)]})  # fmt: skip
entry("an account of which nothing comes but that somebody signed in",
      {contact("human_replies", "30", "zen_quiet"): ([1], [1])},
      left_alone=["30"], connection="zen_quiet")  # fmt: skip


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_zendesk(nights: Nights, entry: Entry) -> None:
    nights.holds(entry)
