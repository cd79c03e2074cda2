"""Rows of a Zendesk account in the layout of Fivetran's connector."""

from __future__ import annotations

from tests.warehouse.harness import Row

OLD = "2026-01-01T00:00:00Z"
NEW = "2026-03-31T06:00:00Z"


def moment(hour: str) -> str:
    """Return an instant of 2 February, a Monday."""
    return f"2026-02-02T{hour}:00Z"


def comment(comment_id: int, ticket_id: int, hour: str, user_id: int, **more: object) -> Row:
    row = {"id": comment_id, "ticket_id": ticket_id, "created": moment(hour), "user_id": user_id}
    return row | {"public": True, "body": "words"} | more


def change(ticket_id: int, field: str, hour: str, value: object, user_id: int = 10) -> Row:
    return {
        "ticket_id": ticket_id,
        "field_name": field,
        "updated": moment(hour),
        "value": value,
        "user_id": user_id,
    }


def user(user_id: int, role: str, synced: str = OLD, **more: object) -> Row:
    return {"id": user_id, "role": role, "_fivetran_synced": synced, **more}


def ticket(ticket_id: int, updated_at: str = OLD, **more: object) -> Row:
    """Return a ticket's version; each has a requester of its own."""
    row = {"id": ticket_id, "created_at": moment("09:00"), "updated_at": updated_at}
    row |= {"status": "solved", "via_channel": "email", "requester_id": ticket_id * 10}
    return row | more


def account(*tickets: Row) -> dict[str, list[Row]]:
    """Return an account: agent 10 answers tickets after an hour and solves them after two."""
    ids = [row["id"] for row in tickets]
    return {
        "user": [
            user(10, "agent"),
            *[user(number, "end-user") for number in {row["requester_id"] for row in tickets}],
        ],
        "ticket": [*tickets],
        "ticket_comment": [
            row
            for ticket_id in ids
            for row in (
                comment(ticket_id * 10 + 1, ticket_id, "09:00", ticket_id * 10),
                comment(ticket_id * 10 + 2, ticket_id, "10:00", 10),
            )
        ],
        "ticket_field_history": [
            row
            for ticket_id in ids
            for row in (
                change(ticket_id, "status", "09:00", "new", ticket_id * 10),
                change(ticket_id, "status", "11:00", "solved"),
            )
        ],
    }
