"""One hand-made Zendesk account in the layout of Fivetran's connector; each ticket is a case."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.warehouse.harness import Row

AS_OF = datetime(2024, 6, 1, tzinfo=UTC)
CREATED = "2024-01-01T00:00:00Z"


def ticket(ticket_id: int, **more: object) -> Row:
    return {
        "id": ticket_id,
        "created_at": CREATED,
        "updated_at": CREATED,
        "status": "open",
        "via_channel": "email",
        "_fivetran_synced": CREATED,
        **more,
    }


def comment(comment_id: int, created: str, user_id: int | None, **more: object) -> Row:
    return {
        "id": comment_id,
        "ticket_id": 1,
        "created": created,
        "user_id": user_id,
        "public": True,
        "body": "words",
        **more,
    }


def user(user_id: int, role: str, synced: str, **more: object) -> Row:
    return {
        "id": user_id,
        "role": role,
        "_fivetran_synced": synced,
        "name": f"User {user_id}",
    } | more


def change(
    field_name: str, updated: str, value: object, user_id: int | None = None, **more: object
) -> Row:
    return {
        "ticket_id": 1,
        "field_name": field_name,
        "updated": updated,
        "value": value,
        "user_id": user_id,
        **more,
    }


USERS = {
    "day_1": [
        user(10, "agent", "2024-01-10T00:00:00Z", email=" Anna@Example.com "),
        user(11, "end-user", "2024-01-10T00:00:00Z"),
        user(12, "admin", "2024-01-10T00:00:00Z"),
        user(20, "end-user", "2024-01-10T00:00:00Z", email=" Cus@Example.COM ", organization_id=7),
        user(21, "end-user", "2024-01-10T00:00:00Z", _fivetran_deleted=True),
    ],
    "day_2": [
        # Demoted: the first version synced after a message tells who wrote it.
        user(10, "end-user", "2024-03-10T00:00:00Z"),
        # Promoted, after a version that changed nothing.
        user(11, "end-user", "2024-02-10T00:00:00Z"),
        user(11, "agent", "2024-03-10T00:00:00Z"),
    ],
}

COMMENTS = [
    comment(100, "2024-01-05T00:00:00Z", 10),
    comment(101, "2024-01-10T00:00:00Z", 10),
    comment(102, "2024-01-10T00:00:01Z", 10),
    comment(103, "2024-05-01T00:00:00Z", 10),
    comment(110, "2024-02-10T00:00:00Z", 11),
    comment(111, "2024-02-10T00:00:01Z", 11),
    comment(112, "2024-05-01T00:00:00Z", 11),
    comment(120, "2024-05-01T00:00:00Z", 12, public=False),
    comment(121, "2024-05-01T00:00:00Z", 12, via_channel="rule"),
    comment(130, "2024-05-01T00:00:00Z", -1),
    # No row of these users; 31 was once assigned a ticket, 32 only after as_of, 33 never.
    comment(131, "2024-05-01T00:00:00Z", 31),
    comment(132, "2024-05-01T00:00:00Z", 32),
    comment(133, "2024-05-01T00:00:00Z", 33),
    comment(134, "2024-05-01T00:00:00Z", None),
    comment(140, "2024-05-01T00:00:00Z", 20, voice_comment=True),
    comment(141, "2024-05-01T00:00:00Z", 20, tweet=True, body=None),
    comment(142, "2024-05-01T00:00:00Z", 20, facebook_comment=True, public=None),
    # Removed at the source before as_of, after it, and sent after it.
    comment(150, "2024-05-01T00:00:00Z", 20, _fivetran_deleted=True,
            _fivetran_synced="2024-05-31T00:00:00Z"),
    comment(151, "2024-05-01T00:00:00Z", 20, _fivetran_deleted=True,
            _fivetran_synced="2024-06-02T00:00:00Z"),
    comment(152, "2024-06-01T00:00:01Z", 20),
    # Ticket 9 is a chat: its transcript repeats the chat's messages. Ticket 2 has no chat here.
    comment(160, "2024-05-01T00:10:00Z", 20, ticket_id=9, via_channel="chat_transcript"),
    comment(161, "2024-05-01T00:10:00Z", 20, ticket_id=2, via_channel="chat_transcript"),
]  # fmt: skip

BOT = '{"content": {"text": "Hi"}, "source": {"type": "zd:answerBot"}}'


def chat_event(created_at: str, actor_id: str, **more: object) -> Row:
    event = {"chat_id": "c.1", "created_at": created_at, "actor_id": actor_id, "message": "words"}
    return event | {"type": "ChatMessage"} | more


CHAT_EVENTS = [
    chat_event("2024-05-01T00:00:00Z", "20", type="ChatJoin"),
    chat_event("2024-05-01T00:00:01Z", "20"),
    chat_event("2024-05-01T00:00:02Z", "agent:12", original_message=BOT),
    chat_event("2024-05-01T00:00:03Z", "__trigger"),
    chat_event("2024-05-01T00:00:04Z", "__system"),
    chat_event("2024-05-01T00:00:05Z", "agent:12"),
    chat_event("2024-05-01T00:00:06Z", "agent:99"),
    chat_event("2024-05-01T00:00:07Z", "agent:"),
    chat_event("2024-05-01T00:00:08Z", "20", is_history_context=True),
    chat_event("2024-05-01T00:00:09Z", "20", chat_id="c.2"),
    chat_event("2024-05-01T00:00:10Z", "20", chat_id="c.3"),
]

CHANGES = [
    change("status", "2024-01-01T00:00:00Z", "new", 20),
    change("status", "2024-01-02T00:00:00Z", "open", 12),
    change("status", "2024-01-03T00:00:00Z", "hold", -1),
    change("status", "2024-01-04T00:00:00Z", "pending", 12, via_channel="rule"),
    change("status", "2024-01-05T00:00:00Z", "on-hold"),
    change("status", "2024-01-06T00:00:00Z", "solved", 10),
    change("status", "2024-01-07T00:00:00Z", "frozen", 12),
    change("status", "2024-06-01T00:00:01Z", "closed", 12),
    change("assignee_id", "2024-01-02T00:00:00Z", 31, 12),
    change("assignee_id", "2024-01-03T00:00:00Z", None, 12),
    change("assignee_id", "2024-06-02T00:00:00Z", 32, 12),
    change("group_id", "2024-01-02T00:00:00Z", 5, 33),
    change("priority", "2024-01-02T00:00:00Z", "high", 12),
    change("custom_field", "2024-01-02T00:00:00Z", "x", 12),
]

TICKETS = {
    "day_1": [
        ticket(1, requester_id=20, assignee_id=10, group_id=5, brand_id=3, status="hold"),
        ticket(2, status="solved", merged_ticket_ids="[4, 5]", via_channel="web"),
        # Merged into 2, which was itself merged into 3.
        ticket(3, merged_ticket_ids="[2]"),
        ticket(4, merged_ticket_ids="[]"),
        ticket(5, status="deleted"),
        ticket(6, via_channel="sample_ticket", requester_id=12),
        ticket(7, status="frozen"),
        ticket(8, created_at="2024-06-01T00:00:01Z"),
        ticket(9, via_channel="chat"),
        ticket(10, priority="low"),
        ticket(11, _fivetran_deleted=True, _fivetran_synced="2024-05-31T00:00:00Z"),
        ticket(12, _fivetran_deleted=True, _fivetran_synced="2024-06-02T00:00:00Z"),
    ],
    # Loaded again: an older version does not win, a newer one does.
    "day_2": [
        ticket(10, priority="urgent", updated_at="2024-02-01T00:00:00Z"),
        ticket(1, status="new", updated_at="2023-12-31T00:00:00Z"),
    ],
}

DESK = {
    "ticket": TICKETS,
    "ticket_comment": COMMENTS,
    "user": USERS,
    "ticket_field_history": CHANGES,
    "ticket_chat": [
        {"chat_id": "c.1", "ticket_id": 9, "channel": "native_messaging"},
        {"chat_id": "c.2", "ticket_id": 9, "channel": "chat", "_fivetran_deleted": True},
    ],
    "ticket_chat_event": CHAT_EVENTS,
    "ticket_schedule": [
        {"ticket_id": 1, "created_at": "2024-01-01T00:00:00Z", "schedule_id": 70},
        {"ticket_id": 1, "created_at": "2024-02-01T00:00:00Z", "schedule_id": 71},
        {"ticket_id": 1, "created_at": "2024-06-02T00:00:00Z", "schedule_id": 72},
    ],
    "schedule": [
        # Monday 08:00 to 12:00 is minutes 1440 + 480 to 1440 + 720.
        {"id": 70, "time_zone": "Pacific Time (US & Canada)", "start_time": 1920, "end_time": 2160},
        # Friday 22:00 to Saturday 06:00; Saturday 22:00 to the end of the week.
        {"id": 71, "time_zone": "Kyiv", "start_time": 8520, "end_time": 9000},
        {"id": 71, "time_zone": "Kyiv", "start_time": 9960, "end_time": 10080},
        {"id": 72, "time_zone": "Europe/Paris", "start_time": 0, "end_time": 10080},
        {"id": 73, "time_zone": "Atlantis", "start_time": 0, "end_time": 60},
        {"id": 74, "time_zone": "UTC", "start_time": 0, "end_time": 60, "_fivetran_deleted": True},
    ],
    "schedule_holiday": [
        {"id": 1, "schedule_id": 70, "start_date": "2024-12-25", "end_date": "2024-12-26",
         "name": "Christmas"},
        {"id": 2, "schedule_id": 70, "start_date": "2024-01-01", "end_date": "2024-01-01",
         "name": "Moved", "_fivetran_deleted": True},
    ],
    "ticket_tag": [
        {"ticket_id": 1, "tag": "refund"},
        {"ticket_id": 1, "tag": "refund"},
        {"ticket_id": 1, "tag": "late", "_fivetran_deleted": True},
    ],
    "group": [{"id": 5, "name": "Billing", "_fivetran_deleted": True}],
    "organization": [{"id": 7, "name": "Acme"}],
    "brand": [{"id": 3, "name": "Shoes", "_fivetran_deleted": False}],
}  # fmt: skip
