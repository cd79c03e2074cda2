"""A hand-made Zendesk account staged, with the rows that must come out worked out by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.sources import zendesk_desk
from tests.sources.conftest import Staged, stage
from tests.warehouse import harness


@pytest.fixture(scope="module")
def zendesk(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    root = tmp_path_factory.mktemp("zendesk")
    return stage(root, "fivetran_zendesk", {"desk": zendesk_desk.DESK}, zendesk_desk.AS_OF)


def day(month: int, day_of_month: int) -> datetime:
    return datetime.fromisoformat(f"2024-{month:02}-{day_of_month:02}")


@pytest.mark.parametrize(
    ("message_id", "sender_kind", "why"),
    [
        ("100", "agent", "before the first version was synced"),
        ("101", "agent", "at the instant it was synced"),
        ("102", "customer", "the next version to be synced is an end user's"),
        ("103", "customer", "after the latest version"),
        ("110", "customer", "a version that changed nothing"),
        ("111", "agent", "promoted before the next sync"),
        ("112", "agent", "after the latest version"),
        ("120", "agent", "an admin"),
        ("121", "automation", "a trigger's comment in an admin's name"),
        ("130", "system", "user -1"),
        ("131", "agent", "no user row, once an assignee"),
        ("132", "unknown", "no user row, an assignee only after as_of"),
        ("133", "unknown", "no user row, never an assignee"),
        ("134", "unknown", "no user"),
    ],
)
def test_who_wrote_is_read_as_of_the_message(
    zendesk: Staged, message_id: str, sender_kind: str, why: str
) -> None:
    kinds = dict(zendesk.rows("messages", "desk", "message_id", "sender_kind", order="1"))
    assert kinds[message_id] == sender_kind, why


def test_a_private_comment_is_a_note_and_a_marked_one_has_a_channel_of_its_own(
    zendesk: Staged,
) -> None:
    assert [
        row
        for row in zendesk.rows(
            "messages", "desk", "message_id", "is_public", "channel", "body", order="message_id"
        )
        if row[0] in ("112", "120", "140", "141", "142")
    ] == [
        ("112", True, None, "words"),
        ("120", False, None, "words"),
        ("140", True, "voice", "words"),
        ("141", True, "twitter", None),
        ("142", True, "facebook", "words"),
    ]


def test_comments_removed_or_sent_later_or_repeating_a_chat_are_left_out(zendesk: Staged) -> None:
    staged = {row[0] for row in zendesk.rows("messages", "desk", "message_id", order="1")}
    assert "150" not in staged, "removed before as_of"
    assert "151" in staged, "removed after as_of"
    assert "152" not in staged, "sent after as_of"
    assert "160" not in staged, "the transcript of a chat that is here"
    assert "161" in staged, "the transcript of a chat that is not here"


def test_messages_of_a_chat_are_messages_of_its_ticket(zendesk: Staged) -> None:
    assert zendesk.rows(
        "messages", "desk", "ticket_id", "message_id", "sender_kind", "sender_id", "is_public",
        "channel", order="message_id",
    )[-8:] == [
        ("9", "c.1:2024-05-01T00:00:01.000000Z", "customer", "20", True, "native_messaging"),
        ("9", "c.1:2024-05-01T00:00:02.000000Z", "bot", "12", True, "native_messaging"),
        ("9", "c.1:2024-05-01T00:00:03.000000Z", "automation", "__trigger", True,
         "native_messaging"),
        ("9", "c.1:2024-05-01T00:00:04.000000Z", "system", "__system", True, "native_messaging"),
        ("9", "c.1:2024-05-01T00:00:05.000000Z", "agent", "12", True, "native_messaging"),
        ("9", "c.1:2024-05-01T00:00:06.000000Z", "agent", "99", True, "native_messaging"),
        ("9", "c.1:2024-05-01T00:00:07.000000Z", "unknown", None, True, "native_messaging"),
        # A chat that is not there has no ticket: an orphan.
        ("c.3", "c.3:2024-05-01T00:00:10.000000Z", "customer", "20", True, None),
    ]  # fmt: skip


def test_status_changes_come_in_the_words_of_the_contract(zendesk: Staged) -> None:
    assert zendesk.rows(
        "ticket_events", "desk", "occurred_at", "new_value", "actor_kind", "actor_id",
        order="field = 'status' desc, occurred_at",
    )[:6] == [
        (day(1, 1), "new", "customer", "20"),
        (day(1, 2), "open", "agent", "12"),
        (day(1, 3), "on_hold", "system", "-1"),
        (day(1, 4), "pending", "automation", "12"),
        (day(1, 5), "on_hold", None, None),
        (day(1, 6), "solved", "agent", "10"),
    ]  # fmt: skip


def test_changes_of_other_fields_keep_their_values_and_an_empty_one_unsets(
    zendesk: Staged,
) -> None:
    assert zendesk.rows(
        "ticket_events", "desk", "event_id", "new_value", "actor_kind",
        order="field = 'status', event_id",
    )[:4] == [
        ("1|assignee_id|2024-01-02T00:00:00.000000Z", "31", "agent"),
        ("1|assignee_id|2024-01-03T00:00:00.000000Z", None, "agent"),
        ("1|group_id|2024-01-02T00:00:00.000000Z", "5", "unknown"),
        ("1|priority|2024-01-02T00:00:00.000000Z", "high", "agent"),
    ]  # fmt: skip
    assert len(zendesk.rows("ticket_events", "desk", "event_id", order="1")) == 10


def test_tickets_carry_brand_schedule_merge_and_marks(zendesk: Staged) -> None:
    assert zendesk.rows(
        "tickets", "desk", "ticket_id", "status", "channel", "brand", "schedule_id",
        "merged_into_ticket_id", "is_test", "is_deleted",
        order="cast(ticket_id as integer)",
    ) == [
        ("1", "on_hold", "email", "Shoes", "71", None, False, False),
        ("2", "solved", "web", None, None, "3", False, False),
        ("3", "open", "email", None, None, None, False, False),
        ("4", "open", "email", None, None, "2", False, False),
        ("5", "deleted", "email", None, None, "2", False, False),
        ("6", "open", "sample_ticket", None, None, None, True, False),
        ("7", None, "email", None, None, None, False, False),
        ("9", "open", "chat", None, None, None, False, False),
        ("10", "open", "email", None, None, None, False, False),
        ("11", "open", "email", None, None, None, False, True),
        ("12", "open", "email", None, None, None, False, False),
    ]  # fmt: skip
    assert ("10", "urgent", 1) in zendesk.rows(
        "tickets", "desk", "ticket_id", "priority", "load_id", order="1"
    )


def test_schedules_are_local_hours_of_one_day_each_in_an_iana_zone(zendesk: Staged) -> None:
    hour = 3600
    assert zendesk.rows(
        "schedules", "desk", "schedule_id", "time_zone", "weekday", "opens_second",
        "closes_second", order="schedule_id, weekday, opens_second",
    ) == [
        ("70", "America/Los_Angeles", 1, 8 * hour, 12 * hour),
        ("71", "Europe/Kiev", 5, 22 * hour, 24 * hour),
        ("71", "Europe/Kiev", 6, 0, 6 * hour),
        ("71", "Europe/Kiev", 6, 22 * hour, 24 * hour),
        *[("72", "Europe/Paris", weekday, 0, 24 * hour) for weekday in range(1, 8)],
    ]  # fmt: skip


def test_a_schedule_in_an_unknown_time_zone_is_a_rejected_row(zendesk: Staged) -> None:
    assert harness.query(
        zendesk.settings,
        "select table_name, reason_code, row_number from quality.rejected_rows",
    ) == [{"table_name": "schedule", "reason_code": "unknown_time_zone", "row_number": 5}]


def test_holidays_include_their_last_date(zendesk: Staged) -> None:
    assert zendesk.rows(
        "holidays", "desk", "schedule_id", "starts_on", "ends_on", "name", order="1"
    ) == [("70", date(2024, 12, 25), date(2024, 12, 26), "Christmas")]


def test_tags_are_those_that_a_ticket_has_now(zendesk: Staged) -> None:
    assert zendesk.rows("ticket_tags", "desk", "ticket_id", "tag", order="tag") == [("1", "refund")]


def test_customers_are_end_users_and_whoever_requested_a_ticket(zendesk: Staged) -> None:
    assert zendesk.rows(
        "customers", "desk", "customer_id", "email", "segment", order="customer_id"
    ) == [
        ("10", None, None),
        ("12", None, None),
        ("20", "cus@example.com", "Acme"),
    ]


def test_agents_are_whoever_was_one_or_an_assignee(zendesk: Staged) -> None:
    assert zendesk.rows("agents", "desk", "agent_id", "name", "role", order="agent_id") == [
        ("10", "User 10", "end-user"),
        ("11", "User 11", "agent"),
        ("12", "User 12", "admin"),
        ("31", None, None),
    ]
    assert zendesk.rows("groups", "desk", "group_id", "name", order="1") == [("5", "Billing")]
