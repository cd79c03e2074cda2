"""A row's number is its place among the data rows of its file, whatever was turned away."""

from __future__ import annotations

import pytest

from tests.landing.desk import Desk, only

HEADER = "ticket_id,channel,created_at\n"


def test_lines_that_the_reader_turns_away_keep_their_numbers(desk: Desk) -> None:
    desk.write(
        "tickets/more.csv",
        HEADER
        + "r1,email,2026-01-05\n"
        + "too,few\n"
        + "r3,email,2026-01-05\n"
        + "far,too,many,columns,here\n"
        + "few\n"
        + 'r6,"email,with\na ""line"" end",2026-01-05\n'
        + 'r7,"broken" quotes,2026-01-05\n'
        + "r8,email,not a date\n"
        + "r9,email,2026-01-05\n",
    )
    desk.load()
    assert desk.rejected("tickets") == [
        (2, "missing_columns"),
        (4, "too_many_columns"),
        (5, "missing_columns"),
        (7, "broken_quotes"),
        (8, "unreadable_value"),
    ]
    assert desk.rows(
        "select row_number, raw_row from quality.rejected_rows where row_number in (2, 4) "
        "order by 1"
    ) == [(2, "too,few"), (4, "far,too,many,columns,here")]
    assert desk.rows(
        "select row_number, ticket_id from raw_helpdesk.tickets "
        "where source_file = 'tickets/more.csv' order by 1"
    ) == [(1, "r1"), (3, "r3"), (6, "r6"), (9, "r9")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_are_no_rows(desk: Desk, end: str) -> None:
    lines = [
        HEADER.strip(),
        "",
        "",
        "r1,email,2026-01-05",
        "",
        "too,few",
        "",
        'r3,"email',
        "",
        'with a blank line",2026-01-05',
        "",
        "too,many,again,x",
        "r5,email,2026-01-05",
        "",
    ]
    desk.write("tickets/more.csv", end.join(lines))
    desk.load()
    assert desk.rejected("tickets") == [(2, "missing_columns"), (4, "too_many_columns")]
    assert desk.rows(
        "select row_number, ticket_id from raw_helpdesk.tickets "
        "where source_file = 'tickets/more.csv' order by 1"
    ) == [(1, "r1"), (3, "r3"), (5, "r5")]


def test_a_quote_inside_a_value_does_not_hide_the_blank_lines_after_it(desk: Desk) -> None:
    desk.write(
        "tickets/more.csv",
        HEADER
        + '5" screen,email,2026-01-05\n\n\n'
        + "too,few\n\n"
        + '"r""3","email,\n\n""",2026-01-05\n\n'
        + "few\n"
        + "r5,email,2026-01-05\n",
    )
    desk.load()
    assert desk.rejected("tickets") == [(2, "missing_columns"), (4, "missing_columns")]
    assert desk.rows(
        "select row_number, ticket_id from raw_helpdesk.tickets "
        "where source_file = 'tickets/more.csv' order by 1"
    ) == [(1, '5" screen'), (3, 'r"3'), (5, "r5")]


def test_rejected_lines_that_end_in_different_ways_keep_their_numbers(desk: Desk) -> None:
    desk.write(
        "tickets/more.csv", HEADER + "r1,email,2026-01-05\ntoo,\r\nfew\nr4,email,2026-01-05\n"
    )
    desk.load()
    assert desk.rejected("tickets") == [(2, "missing_columns"), (3, "missing_columns")]
    assert desk.rows(
        "select row_number, ticket_id from raw_helpdesk.tickets "
        "where source_file = 'tickets/more.csv' order by 1"
    ) == [(1, "r1"), (4, "r4")]


def test_blank_lines_in_a_file_of_one_column_are_rows(desk: Desk) -> None:
    desk.write("groups.csv", b"group_id\ng1\n\ng\xff3\ng4\n")
    desk.load()
    assert desk.rejected("groups") == [(2, "missing_value"), (3, "wrong_encoding")]
    assert desk.raw("groups", "row_number, group_id") == [(1, "g1"), (4, "g4")]


def test_numbers_start_anew_in_every_file_of_a_group(desk: Desk) -> None:
    for name in ("a", "b", "c"):
        desk.write(
            f"tickets/{name}.csv",
            HEADER + f"{name}1,email,2026-01-05\n{name}2\n{name}3,email,2026-01-05\n",
        )
    desk.load()
    assert desk.rejected("tickets") == [(2, "missing_columns")] * 3
    assert desk.rows(
        "select source_file, row_number, ticket_id from raw_helpdesk.tickets "
        "where source_file <> 'tickets.csv' order by all"
    ) == [(f"tickets/{name}.csv", number, f"{name}{number}") for name in "abc" for number in (1, 3)]


@pytest.mark.parametrize(
    ("end", "other"), [("\n", "\r\n"), ("\r\n", "\n"), ("\n", "\r"), ("\r\n", "\r")]
)
def test_lines_that_end_in_different_ways(desk: Desk, end: str, other: str) -> None:
    """DuckDB's reader gives such a file up as a whole."""
    desk.write(
        "tickets/more.csv",
        HEADER.strip()
        + end
        + f"r1,email,2026-01-05{end}r2,email,2026-01-05{other}r3,email{other}"
        + f"r4,email,2026-01-05{end}",
    )
    assert not desk.load().is_degraded
    assert desk.rejected("tickets") == [(3, "missing_columns")]
    assert desk.rows(
        "select source_file, row_number, ticket_id from raw_helpdesk.tickets "
        "where source_file = 'tickets/more.csv' order by 2"
    ) == [("tickets/more.csv", number, f"r{number}") for number in (1, 2, 4)]


BROKEN_JSON = [
    (b"not json", "unreadable_row"),
    (b'{"ticket_id":', "unreadable_row"),
    # After this one, DuckDB's reader would lose the next line too.
    (b'{"ticket_id":[[1', "unreadable_row"),
    (b'["t", "chat", "2026-01-05"]', "unreadable_row"),
    (b"null", "unreadable_row"),
    (b"{}", "unreadable_row"),
    (b'{"colour": "red"}', "unreadable_row"),
    (b'{"ticket_id": "\xff"}', "wrong_encoding"),
    (b'{"ticket_id": "t2", "channel": "chat"}', "missing_value"),
    (b'{"ticket_id":"a","channel":"b"} {"ticket_id":"c"}', "unreadable_row"),
]


@pytest.mark.parametrize(("line", "code"), BROKEN_JSON)
def test_broken_json_lines(desk: Desk, line: bytes, code: str) -> None:
    good = b'{"ticket_id":"r%d","channel":"chat","created_at":"2026-01-05"}'
    lines = [good % 1, b"", b"  ", line, b"", good % 3, line, good % 5]
    desk.write("tickets/more.jsonl", b"\n".join(lines))
    assert not desk.load().is_degraded
    assert desk.rejected("tickets") == [(2, code), (4, code)]
    assert desk.rows(
        "select row_number, ticket_id from raw_helpdesk.tickets "
        "where source_file = 'tickets/more.jsonl' order by 1"
    ) == [(1, "r1"), (3, "r3"), (5, "r5")]


def test_a_broken_json_line_is_kept_as_it_was(desk: Desk) -> None:
    good = '{"ticket_id":"r1","channel":"chat","created_at":"2026-01-05"}\n'
    desk.write("tickets/more.jsonl", good + '{"ticket_id": "t2", "channel"\n')
    desk.load()
    assert desk.rows("select raw_row from quality.rejected_rows") == [
        ('{"ticket_id": "t2", "channel"',)
    ]


@pytest.mark.parametrize("content", ["[\n  {\n", "[]\n", "nothing\n" * 200])
def test_no_json_at_all(desk: Desk, content: str) -> None:
    desk.write("tickets/more.jsonl", content)
    message = only(desk.load(), "unreadable_file")
    assert message.source_file == "tickets/more.jsonl"
    assert "one object a line" in message.text


def test_json_with_a_byte_order_mark(desk: Desk) -> None:
    line = '{"ticket_id":"r1","channel":"chat","created_at":"2026-01-05"}\n'
    desk.write("tickets/more.jsonl", "\ufeff" + line)
    assert not desk.load().is_degraded
    assert ("r1",) in desk.raw("tickets", "ticket_id")


def test_one_bad_file_among_many_is_found(desk: Desk) -> None:
    for number in range(40):
        desk.write(f"tickets/{number:02}.csv", HEADER + f"f{number},email,2026-01-05\n")
        desk.write_parquet(
            f"messages/{number:02}.parquet",
            f"select 'm{number}' as message_id, 't1' as ticket_id, 'agent' as sender_kind, "
            "timestamp '2026-01-05' as sent_at from range(3000)",
        )
    # Whole at both ends, and broken between them.
    damaged = desk.landing / "acme/messages/17.parquet"
    content = bytearray(damaged.read_bytes())
    content[4:200] = b"\xff" * 196
    damaged.write_bytes(bytes(content))
    summary = desk.load()
    (error,) = [message for message in summary.messages if message.severity == "error"]
    assert (error.code, error.source_file) == ("unreadable_file", "messages/17.parquet")
    assert "write the file again" in error.text
    assert desk.rows("select count(*) from raw_helpdesk.tickets") == [(41,)]
    assert desk.rows("select count(*) from raw_helpdesk.messages") == [(39 * 3000 + 1,)]
