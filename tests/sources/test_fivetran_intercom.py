"""A hand-made Intercom workspace staged, with the rows that must come out worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.sources.conftest import Staged, stage
from tests.warehouse.harness import Row

AS_OF = datetime(2024, 6, 1, tzinfo=UTC)


def conversation(conversation_id: str, **more: object) -> Row:
    return {
        "id": conversation_id,
        "created_at": "2024-05-01T08:00:00Z",
        "updated_at": "2024-05-01T09:00:00Z",
        "state": "open",
        "source_id": "900",
        "source_type": "conversation",
        "source_delivered_as": "customer_initiated",
        "source_author_type": "user",
        "source_author_id": "c1",
        "source_body": "<p>Hello</p>",
        "_fivetran_active": True,
        **more,
    }


def part(part_id: int, part_type: str, author_type: str, author_id: str, **more: object) -> Row:
    minute = part_id % 100
    return {
        "id": part_id,
        "conversation_id": "1",
        "created_at": f"2024-05-01T08:{minute:02}:00Z",
        "conversation_updated_at": "2024-05-01T09:00:00Z",
        "part_type": part_type,
        "author_type": author_type,
        "author_id": author_id,
        "_fivetran_active": True,
        **more,
    }


CONVERSATIONS = {
    "day_1": [
        # Two versions in one file; the newer wins.
        conversation("1", updated_at="2024-05-01T08:30:00Z", _fivetran_active=False),
        conversation("1", state="snoozed", priority="priority", assignee_id="7",
                     team_assignee_id="70"),
        conversation("2", source_delivered_as="admin_initiated", source_author_type="admin",
                     source_author_id="7", state=None, open=False, source_type="email",
                     assignee_id="70", assignee_type="team"),
        conversation("3", source_delivered_as="automated", source_author_type="admin",
                     source_author_id="7", assignee_id="0"),
        conversation("4", source_delivered_as="operator_initiated", source_author_type="admin",
                     source_author_id="7", state="closed"),
        conversation("5", source_id=None, source_author_id=None, source_author_type=None,
                     source_body=None, source_delivered_as=None),
        conversation("6", source_author_type="lead", source_author_id="c2"),
        conversation("7", created_at="2024-06-01T00:00:01Z"),
    ],
    # Its only version ended: the conversation was removed at the source.
    "day_2": [
        conversation("6", source_author_type="lead", source_author_id="c2",
                     _fivetran_active=False, _fivetran_synced="2024-05-20T00:00:00Z"),
    ],
}  # fmt: skip

PARTS = [
    part(101, "comment", "bot", "b1", body="A moment"),
    part(102, "assignment", "bot", "b1", assigned_to_type="team", assigned_to_id="70"),
    part(103, "assignment", "admin", "7", assigned_to_type="admin", assigned_to_id="7"),
    part(104, "comment", "admin", "7", body="Hi"),
    part(105, "note", "admin", "8", body="look at this"),
    part(106, "comment", "user", "c1"),
    part(107, "snoozed", "admin", "7"),
    part(108, "timer_unsnooze", "bot", "b1"),
    part(109, "close", "admin", "7", body="Glad to help"),
    part(110, "open", "user", "c1", body="Still broken"),
    part(111, "assign_and_reopen", "admin", "8", assigned_to_type="nobody_admin"),
    part(112, "note_and_reopen", "admin", "8", body="mine"),
    part(113, "close", "admin", "8", body="  "),
    part(114, "conversation_rating_remark_added", "user", "c1", body="great"),
    part(115, "quick_reply", "lead", "c1", body="Yes"),
    part(116, "comment", "team", "70", body="?"),
    part(117, "away_mode_assignment", "bot", "b1", assigned_to_type="admin", assigned_to_id="9"),
    # Written again with the conversation's newer version, of which the older one ended.
    part(118, "comment", "admin", "7", body="twice"),
    part(118, "comment", "admin", "7", body="twice", _fivetran_active=False,
         conversation_updated_at="2024-05-01T08:30:00Z"),
    # Removed at the source, and after as_of.
    part(119, "comment", "admin", "7", body="gone", _fivetran_active=False),
    part(120, "comment", "admin", "7", body="later") | {"created_at": "2024-06-01T00:00:01Z"},
    part(121, "comment", "user", "c9", body="me too", conversation_id="3"),
]  # fmt: skip

DESK = {
    "conversation_history": CONVERSATIONS,
    "conversation_part_history": PARTS,
    "conversation_contact_history": [
        {"conversation_id": "2", "contact_id": "c10"},
        {"conversation_id": "2", "contact_id": "c9"},
        {"conversation_id": "2", "contact_id": "c1", "_fivetran_active": False},
    ],
    "conversation_tag_history": [
        {"conversation_id": "1", "tag_id": "50", "_fivetran_active": True},
        {"conversation_id": "1", "tag_id": "51", "_fivetran_active": True},
        {"conversation_id": "1", "tag_id": "52", "_fivetran_active": False},
        {"conversation_id": "1", "tag_id": "53", "_fivetran_active": True},
    ],
    "tag": [
        {"id": "50", "name": "  refund "},
        {"id": "51", "name": "mistake", "_fivetran_deleted": True},
        {"id": "52", "name": "late"},
    ],
    "contact_history": [
        {"id": "c1", "updated_at": "2024-01-01T00:00:00Z", "role": "lead", "email": "old@x.com"},
        {"id": "c1", "updated_at": "2024-02-01T00:00:00Z", "role": "user", "email": " New@X.com "},
        {"id": "c2", "updated_at": "2024-01-01T00:00:00Z", "_fivetran_active": False},
    ],
    "admin": [
        {"id": "7", "name": "Ada", "job_title": "Lead"},
        {"id": "8", "name": "Bo", "_fivetran_deleted": True},
    ],
    "team": [{"id": "70", "name": "Billing"}, {"id": "9", "name": "Sales"}],
    "team_admin": [
        {"team_id": "70", "admin_id": "7"},
        {"team_id": "9", "admin_id": "7"},
        {"team_id": "70", "admin_id": "8", "_fivetran_deleted": True},
    ],
}


@pytest.fixture(scope="module")
def intercom(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    root = tmp_path_factory.mktemp("intercom")
    return stage(root, "fivetran_intercom", {"desk": DESK}, AS_OF)


def at(minute: int) -> datetime:
    return datetime.fromisoformat(f"2024-05-01T08:{minute:02}:00")


def test_messages_are_what_was_said_and_notes_are_not_public(intercom: Staged) -> None:
    assert [
        row[1:]
        for row in intercom.rows(
            "messages", "desk", "ticket_id", "message_id", "sent_at", "sender_kind", "sender_id",
            "is_public", "body", order="sent_at, message_id",
        )
        if row[0] == "1"
    ] == [
        ("1:source", at(0), "customer", "c1", True, "<p>Hello</p>"),
        ("101", at(1), "bot", "b1", True, "A moment"),
        ("104", at(4), "agent", "7", True, "Hi"),
        ("105", at(5), "agent", "8", False, "look at this"),
        ("106", at(6), "customer", "c1", True, None),
        ("109", at(9), "agent", "7", True, "Glad to help"),
        ("110", at(10), "customer", "c1", True, "Still broken"),
        ("112", at(12), "agent", "8", False, "mine"),
        ("115", at(15), "customer", "c1", True, "Yes"),
        ("116", at(16), "unknown", "70", True, "?"),
        ("118", at(18), "agent", "7", True, "twice"),
    ]  # fmt: skip


def test_campaigns_and_bots_in_an_admins_name_are_no_agents(intercom: Staged) -> None:
    assert [
        row
        for row in intercom.rows("messages", "desk", "message_id", "sender_kind", order="1")
        if str(row[0]).endswith(":source")
    ] == [
        ("1:source", "customer"),
        ("2:source", "agent"),
        ("3:source", "automation"),
        ("4:source", "bot"),
        ("6:source", "customer"),
    ]


def test_closing_opening_and_snoozing_are_status_changes(intercom: Staged) -> None:
    assert intercom.rows(
        "ticket_events", "desk", "occurred_at", "new_value", "actor_kind", "actor_id",
        order="field = 'status' desc, occurred_at",
    )[:7] == [
        (at(7), "on_hold", "agent", "7"),
        (at(8), "open", "bot", "b1"),
        (at(9), "closed", "agent", "7"),
        (at(10), "open", "customer", "c1"),
        (at(11), "open", "agent", "8"),
        (at(12), "open", "agent", "8"),
        (at(13), "closed", "agent", "8"),
    ]  # fmt: skip


def test_assignments_to_admins_and_teams_are_events_of_their_fields(intercom: Staged) -> None:
    assert intercom.rows(
        "ticket_events", "desk", "event_id", "field", "new_value",
        order="field = 'status', occurred_at",
    )[:4] == [
        ("00000000000000000102:group_id", "group_id", "70"),
        ("00000000000000000103:assignee_id", "assignee_id", "7"),
        ("00000000000000000111:assignee_id", "assignee_id", None),
        ("00000000000000000117:assignee_id", "assignee_id", "9"),
    ]  # fmt: skip
    assert len(intercom.rows("ticket_events", "desk", "event_id", order="1")) == 11


def test_conversations_are_tickets(intercom: Staged) -> None:
    assert intercom.rows(
        "tickets", "desk", "ticket_id", "channel", "status", "requester_id", "assignee_id",
        "group_id", "is_deleted", order="ticket_id",
    ) == [
        ("1", "conversation", "on_hold", "c1", "7", "70", False),
        # Begun by an admin: the first of its contacts, in the natural order of their ids.
        ("2", "email", "closed", "c10", None, "70", False),
        ("3", "conversation", "open", "c9", None, None, False),
        ("4", "conversation", "closed", None, None, None, False),
        ("5", "conversation", "open", None, None, None, False),
        ("6", "conversation", "open", "c2", None, None, True),
    ]  # fmt: skip


def test_people_teams_and_tags(intercom: Staged) -> None:
    assert intercom.rows(
        "customers", "desk", "customer_id", "email", "segment", order="customer_id"
    ) == [("c1", "new@x.com", "user")]
    assert intercom.rows("agents", "desk", "agent_id", "name", "team", "role", order="1") == [
        ("7", "Ada", "Sales", "Lead"),
        ("8", "Bo", None, None),
    ]
    assert intercom.rows("groups", "desk", "group_id", "name", order="name") == [
        ("70", "Billing"),
        ("9", "Sales"),
    ]
    assert intercom.rows("ticket_tags", "desk", "ticket_id", "tag", order="tag") == [
        ("1", "53"),
        ("1", "refund"),
    ]
