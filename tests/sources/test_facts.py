"""From a connector's tables to facts: figures of a Zendesk and an Intercom account, by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from orchestration.config import Settings
from tests.warehouse import harness
from tests.warehouse.harness import Connection, Row

AS_OF = datetime(2024, 8, 1, tzinfo=UTC)
MINUTE, HOUR = 60, 3600


def comment(comment_id: int, ticket_id: int, created: str, user_id: int, **more: object) -> Row:
    row = {"id": comment_id, "ticket_id": ticket_id, "created": created, "user_id": user_id}
    return row | {"public": True, "body": "words"} | more


def status(ticket_id: int, updated: str, value: str, user_id: int) -> Row:
    return {
        "ticket_id": ticket_id,
        "field_name": "status",
        "updated": updated,
        "value": value,
        "user_id": user_id,
    }


def ticket(ticket_id: int, created_at: str, **more: object) -> Row:
    row = {"id": ticket_id, "created_at": created_at, "updated_at": created_at, "status": "open"}
    return row | {"via_channel": "email", "requester_id": 20} | more


ZENDESK = {
    "user": [
        {"id": 10, "role": "agent", "_fivetran_synced": "2024-07-20T00:00:00Z"},
        {"id": 20, "role": "end-user", "_fivetran_synced": "2024-07-20T00:00:00Z"},
    ],
    # Monday to Friday, 08:00 to 12:00 in Los Angeles, which is 15:00 to 19:00 UTC in July. Closed
    # on Tuesday the 2nd.
    "schedule": [
        {"id": 70, "time_zone": "Pacific Time (US & Canada)",
         "start_time": day * 1440 + 480, "end_time": day * 1440 + 720}
        for day in range(1, 6)
    ],
    "schedule_holiday": [
        {"id": 1, "schedule_id": 70, "start_date": "2024-07-02", "end_date": "2024-07-02"},
    ],
    "ticket_schedule": [{"ticket_id": 1, "created_at": "2024-07-01T18:30:00Z", "schedule_id": 70}],
    "ticket": [
        ticket(1, "2024-07-01T18:30:00Z", status="closed", assignee_id=10),
        ticket(3, "2024-07-01T11:00:00Z", merged_ticket_ids="[4]"),
        ticket(4, "2024-07-01T10:00:00Z", status="closed"),
        ticket(5, "2024-07-01T10:00:00Z", _fivetran_deleted=True),
        ticket(6, "2024-07-01T10:00:00Z", via_channel="sample_ticket"),
        ticket(7, "2024-07-01T10:00:00Z", via_channel="carrier_pigeon"),
    ],
    "ticket_comment": [
        comment(100, 1, "2024-07-01T18:30:00Z", 20),
        comment(101, 1, "2024-07-01T18:35:00Z", 10, public=False),
        comment(102, 1, "2024-07-03T16:00:00Z", 10),
        comment(300, 3, "2024-07-01T11:00:00Z", 20),
        comment(301, 3, "2024-07-01T12:00:00Z", 10),
        comment(400, 4, "2024-07-01T10:00:00Z", 20),
    ],
    "ticket_field_history": [
        status(1, "2024-07-01T18:30:00Z", "new", 20),
        status(1, "2024-07-01T18:35:00Z", "open", 10),
        status(1, "2024-07-03T16:00:00Z", "pending", 10),
        status(1, "2024-07-04T00:00:00Z", "solved", 10),
        status(1, "2024-07-08T00:00:00Z", "closed", -1),
    ],
}  # fmt: skip


def part(part_id: int, at: str, part_type: str, author_type: str, body: str | None = None) -> Row:
    return {
        "id": part_id,
        "conversation_id": "1",
        "created_at": f"2024-07-01T{at}:00Z",
        "part_type": part_type,
        "author_type": author_type,
        "author_id": f"{author_type}-1",
        "body": body,
    }


INTERCOM = {
    "conversation_history": [
        {
            "id": "1",
            "created_at": "2024-07-01T08:00:00Z",
            "updated_at": "2024-07-01T10:20:00Z",
            "state": "closed",
            "source_type": "conversation",
            "source_delivered_as": "customer_initiated",
            "source_id": "900",
            "source_author_type": "user",
            "source_author_id": "user-1",
            "source_body": "Hello",
        }
    ],
    "conversation_part_history": [
        part(1, "08:01", "comment", "bot", "A moment"),
        part(2, "08:30", "comment", "admin", "Hi"),
        part(3, "09:00", "close", "admin"),
        part(4, "10:00", "open", "user", "Still broken"),
        part(5, "10:10", "comment", "admin", "Mended"),
        part(6, "10:20", "close", "admin"),
    ],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = harness.settings_below(tmp_path_factory.mktemp("facts"), as_of=AS_OF)
    harness.write_landing(
        settings.landing,
        {
            "zendesk": Connection(ZENDESK, type="fivetran_zendesk"),
            "intercom": Connection(INTERCOM, type="fivetran_intercom"),
        },
    )
    harness.load(settings)
    harness.build(settings)
    return settings


def contact(built: Settings, connection: str, ticket_id: str) -> Row:
    (row,) = harness.query(
        built,
        "select * from core.fct_contacts where connection = ? and ticket_id = ?",
        [connection, ticket_id],
    )
    return row


def part_of(row: Row, expected: Row) -> Row:
    return {column: row[column] for column in expected}


def test_a_zendesk_ticket_in_calendar_and_business_time(built: Settings) -> None:
    expected = {
        "channel": "email",
        "status": "closed",
        "inbound_messages": 1,
        "human_replies": 1,
        "internal_notes": 1,
        # Monday 18:30 to Wednesday 16:00 UTC; open for the last half hour of Monday, not on the
        # holiday, and for the first hour of Wednesday.
        "first_reply_seconds": 45.5 * HOUR,
        "first_reply_business_seconds": 1.5 * HOUR,
        "requester_wait_seconds": 45.5 * HOUR,
        "requester_wait_business_seconds": 1.5 * HOUR,
        # Pending until midnight UTC; open until 19:00.
        "agent_wait_seconds": 8 * HOUR,
        "agent_wait_business_seconds": 3 * HOUR,
        "first_resolution_seconds": 53.5 * HOUR,
        "full_resolution_seconds": 53.5 * HOUR,
        "reopens": 0,
        # Assigned, but no event says when.
        "unassigned_seconds": None,
    }
    assert part_of(contact(built, "zendesk", "1"), expected) == expected


def test_a_merged_zendesk_ticket_is_read_as_the_survivors(built: Settings) -> None:
    survivor = contact(built, "zendesk", "3")
    expected = {"inbound_messages": 2, "human_replies": 1, "first_reply_seconds": 2 * HOUR}
    assert part_of(survivor, expected) == expected
    merged = contact(built, "zendesk", "4")
    assert merged["exclusion_reason"] == "merged"
    assert merged["merged_into_contact_key"] == survivor["contact_key"]


@pytest.mark.parametrize(
    ("ticket_id", "exclusion_reason", "channel"),
    [("5", "deleted", "email"), ("6", "test", "other"), ("7", None, "unmapped")],
)
def test_deleted_and_sample_tickets_are_excluded_and_unknown_channels_are_not(
    built: Settings, ticket_id: str, exclusion_reason: str | None, channel: str
) -> None:
    row = contact(built, "zendesk", ticket_id)
    assert (row["exclusion_reason"], row["channel"]) == (exclusion_reason, channel)


def test_an_intercom_conversation_that_was_reopened(built: Settings) -> None:
    expected = {
        "channel": "chat",
        "status": "closed",
        "inbound_messages": 2,
        "human_replies": 2,
        "bot_messages": 1,
        "turns": 2,
        "first_reply_seconds": 30 * MINUTE,
        "first_reply_any_seconds": 1 * MINUTE,
        "first_resolution_seconds": 1 * HOUR,
        "full_resolution_seconds": 140 * MINUTE,
        "reopens": 1,
        # Open from 08:00 to 09:00 and from 10:00 to 10:20.
        "requester_wait_seconds": 80 * MINUTE,
    }
    assert part_of(contact(built, "intercom", "1"), expected) == expected
