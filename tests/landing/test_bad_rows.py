"""Bad rows and values, of every kind that a help desk's export has been seen with.

Each ends in a reason that names the value and the mend, or in a load that leaves the judgement to
the warehouse, in books that balance (Desk.load checks them), and in the good rows loaded.
"""

from __future__ import annotations

import pytest

from tests.landing.desk import GOOD_ROW, HEADER, MESSAGES, TICKETS, Desk, only


@pytest.mark.parametrize(
    "value",
    [
        "05/01/2026 09:00",
        "2026/01/05",
        "5 Jan 2026",
        "2026-13-01",
        "2026-02-30T00:00:00Z",
        "1767603600",
        "yesterday",
        "epoch",
        "infinity",
        "2026-01-05T09:00:00+5",
    ],
)
def test_unparsable_instant(desk: Desk, value: str) -> None:
    desk.write("tickets/more.csv", HEADER + f"t9,chat,{value}\n" + GOOD_ROW)
    summary = desk.load()
    assert desk.rejected("tickets") == [(1, "unreadable_value")]
    (reason,) = desk.reasons("tickets")
    # Ten digits could be anybody's telephone number.
    shown = "a text of 10 characters" if value.isdigit() else f"'{value}'"
    assert reason == (
        f"created_at is {shown}, which is not an ISO 8601 instant such as "
        "2026-01-31T09:30:00Z; correct it at the source"
    )
    message = only(summary, "rows_rejected")
    assert message.source_file == "tickets/more.csv"
    assert "1 of 2 rows" in message.text
    assert "row 1" in message.text
    assert "quality.rejected_rows" in message.text
    assert desk.raw("tickets", "ticket_id") == [("t1",), ("t2",)]


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00Z", "9999-12-31 23:59:59", "1969-12-31"])
def test_instant_of_an_impossible_year(desk: Desk, value: str) -> None:
    desk.write("tickets/more.csv", HEADER + GOOD_ROW + f"t9,chat,{value}\n")
    desk.write_parquet(
        "tickets/typed.parquet",
        f"select 't8' as ticket_id, 'chat' as channel, timestamp '{value[:10]}' as created_at",
    )
    desk.load()
    assert desk.rejected("tickets") == [
        (1, "instant_out_of_range"),
        (2, "instant_out_of_range"),
    ]
    assert f"created_at is '{value}'" in desk.reasons("tickets")[1]
    assert "between 1970 and 2100" in desk.reasons("tickets")[1]
    assert desk.raw("tickets", "ticket_id") == [("t1",), ("t2",)]


def test_negative_duration(desk: Desk) -> None:
    desk.write(
        "work_sessions.csv",
        "session_id,ticket_id,kind,started_at,ended_at\n"
        "w1,t1,talk,2026-01-05T09:10:00Z,2026-01-05T09:00:00Z\n"
        "w2,t1,talk,2026-01-05T09:10:00Z,2026-01-05T09:10:00Z\n",
    )
    desk.write(
        "calls.csv",
        "call_id,ticket_id,direction,queued_at,answered_at\n"
        "c1,t1,inbound,2026-01-05T09:10:00Z,2026-01-05T09:09:59.999999Z\n"
        "c2,t1,inbound,2026-01-05T09:10:00Z,\n",
    )
    desk.load()
    assert desk.rejected("work_sessions") == [(1, "negative_duration")]
    assert desk.reasons("work_sessions") == [
        "ended_at lies before started_at; correct one of the two"
    ]
    assert desk.rejected("calls") == [(1, "negative_duration")]
    assert desk.raw("work_sessions", "session_id") == [("w2",)]
    assert desk.raw("calls", "call_id") == [("c2",)]


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet"])
def test_unknown_sender_kind(desk: Desk, format_: str) -> None:
    query = (
        "select 'm' || i as message_id, 't1' as ticket_id, '2026-01-05T09:00:00Z' as sent_at, "
        "['Agent', 'robot', ' ROBOT', 'unknown', null][i] as sender_kind from range(1, 6) as r(i)"
    )
    path = desk.write(f"messages/more.{format_}", "")
    options = {"csv": "(format csv)", "jsonl": "(format json)", "parquet": "(format parquet)"}
    desk.database.execute(f"copy ({query}) to '{path}' {options[format_]}")
    summary = desk.load()
    message = only(summary, "unknown_value")
    assert (message.severity, message.table, message.rows) == ("notice", "messages", 2)
    assert "'robot' (1)" in message.text
    assert "loaded as unknown" in message.text
    assert desk.rejected("messages") == [(5, "missing_value")]
    assert desk.raw("messages", "message_id, sender_kind") == [
        ("m1", "agent"),
        ("m1", "customer"),
        ("m2", "unknown"),
        ("m3", "unknown"),
        ("m4", "unknown"),
    ]


def test_unknown_channel(desk: Desk) -> None:
    desk.write("tickets/more.csv", HEADER + "t2,Pigeon post,2026-01-06\nt3,E-Mail ,2026-01-06\n")
    message = only(desk.load(), "unknown_channel")
    assert (message.severity, message.table) == ("notice", "tickets")
    assert "'pigeon post' (1)" in message.text
    assert "seeds/channel_aliases.csv" in message.text
    assert desk.rejected("tickets") == []
    assert ("t2", "Pigeon post") in desk.raw("tickets", "ticket_id, channel")


def test_orphan_message(desk: Desk) -> None:
    """Whether a ticket exists is for the warehouse to say: it may come with a later file."""
    desk.write("messages/more.csv", MESSAGES.replace("m1,t1", "m2,no such ticket"))
    summary = desk.load()
    assert not summary.is_degraded
    assert desk.raw("messages", "message_id, ticket_id") == [("m1", "t1"), ("m2", "no such ticket")]


def test_duplicate_keys_in_one_file_and_across_files(desk: Desk) -> None:
    """Raw keeps every version of a row, in an order that settles which one is the newest."""
    desk.write("tickets.csv", TICKETS + "t1,chat,2026-01-05T09:00:00Z\n")
    desk.write("tickets/a.csv", TICKETS.replace("email", "phone"))
    desk.load()
    desk.write("tickets/0.csv", TICKETS.replace("email", "portal"))
    desk.load()
    ordered = desk.rows(
        "select channel from raw_helpdesk.tickets order by load_id, source_file, row_number"
    )
    assert ordered == [("email",), ("chat",), ("phone",), ("portal",)]


def test_self_merge_and_merge_cycle(desk: Desk) -> None:
    """What a merge leads to is settled in the warehouse; here every ticket is loaded."""
    desk.write(
        "tickets/merged.csv",
        "ticket_id,channel,created_at,merged_into_ticket_id\n"
        "a,email,2026-01-05,a\nb,email,2026-01-05,c\nc,email,2026-01-05,b\n",
    )
    assert not desk.load().is_degraded
    assert desk.raw("tickets", "ticket_id, merged_into_ticket_id") == [
        ("a", "a"),
        ("b", "c"),
        ("c", "b"),
        ("t1", None),
    ]


@pytest.mark.parametrize("format_", ["csv", "csv.gz", "jsonl"])
def test_message_body_of_10_mb(desk: Desk, format_: str) -> None:
    body = 'She said ""no"",\n' * 800_000
    if format_ == "jsonl":
        fields = '"ticket_id":"t1","sent_at":"2026-01-05","sender_kind":"agent"'
        content = (
            f'{{"message_id":"m2",{fields},"body":"{body}"}}\n'.replace('""no""', "no").replace(
                ",\n", ",\\n"
            )
            + f'{{"message_id":"m3",{fields},"body":"short"}}\n'
        )
    else:
        content = (
            "message_id,ticket_id,sent_at,sender_kind,body\n"
            f'm2,t1,2026-01-05,agent,"{body}"\nm3,t1,2026-01-05,agent,short\n'
        )
    desk.write(f"messages/long.{format_}", content)
    summary = desk.load()
    assert not summary.is_degraded
    assert desk.rejected("messages") == []
    lengths = dict(desk.raw("messages", "message_id, length(body)"))
    assert lengths["m2"] > 10_000_000
    assert lengths["m3"] == 5


def test_nul_bytes(desk: Desk) -> None:
    header = "message_id,ticket_id,sent_at,sender_kind,body\n"
    row = "m{},t1,2026-01-05,agent,{}\n"
    desk.write("messages/a.csv", header + row.format(2, "fine") + row.format(3, "no\0pe"))
    desk.write("messages/b.csv", header + row.format("\0", "x") + row.format(5, "fine"))
    desk.write(
        "messages/c.jsonl",
        '{"message_id":"m6","ticket_id":"t1","sent_at":"2026-01-05","sender_kind":"agent",'
        '"body":"a\\u0000b"}\n',
    )
    desk.load()
    assert desk.rejected("messages") == [(1, "nul_byte"), (1, "nul_byte"), (2, "nul_byte")]
    assert "body holds a NUL byte (0x00); remove it at the source" in desk.reasons("messages")
    assert desk.raw("messages", "message_id") == [("m1",), ("m2",), ("m5",)]


def test_ids_that_are_numbers_in_one_file_and_text_in_the_next(desk: Desk) -> None:
    desk.write("tickets/text.csv", HEADER + '"12",chat,2026-01-05\n 13 ,chat,2026-01-05\n')
    desk.write("tickets/floats.csv", HEADER + "14.0,chat,2026-01-05\n")
    desk.write("tickets/a.jsonl", '{"ticket_id":15,"channel":"chat","created_at":"2026-01-05"}\n')
    for name, id_ in (
        ("big", "16::bigint"),
        ("double", "17::double"),
        ("decimal", "18::decimal(18, 2)"),
        ("text", "'A-19'"),
        ("huge", "12345678901234567890::ubigint"),
        ("nan", "'nan'::double"),
    ):
        desk.write_parquet(
            f"tickets/{name}.parquet",
            f"select {id_} as ticket_id, 'chat' as channel, date '2026-01-05' as created_at",
        )
    desk.load()
    assert desk.rejected("tickets") == [(1, "missing_value")]
    assert [row[0] for row in desk.raw("tickets", "ticket_id")] == [
        "12",
        "12345678901234567890",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "A-19",
        "t1",
    ]


def test_schedule_with_unknown_time_zone(desk: Desk) -> None:
    desk.write(
        "schedules.csv",
        "schedule_id,time_zone,weekday,opens_at,closes_at\n"
        "s1,Europe/Amsterdam,1,9:00,24:00\n"
        "s1,Amsterdam,2,09:00,17:00\n"
        "s1,Europe/Amsterdam,8,09:00,17:00\n"
        "s1,Europe/Amsterdam,3,09:00,25:00\n",
    )
    desk.load()
    assert desk.rejected("schedules") == [
        (2, "unknown_time_zone"),
        (3, "unknown_value"),
        (4, "unreadable_value"),
    ]
    assert desk.reasons("schedules")[0] == (
        "time_zone is 'Amsterdam', which is no IANA time zone; write one such as Europe/Amsterdam"
    )
    assert desk.raw("schedules", "weekday, opens_at, closes_at") == [(1, "09:00", "24:00")]
