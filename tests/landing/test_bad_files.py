"""Bad files and headers, of every kind that a help desk's export has been seen with.

Each ends in a message that names the thing, the place and the mend, in books that balance
(Desk.load checks them), and in the good rows loaded.
"""

from __future__ import annotations

import gzip

import pytest

from tests.landing.desk import GOOD_ROW, HEADER, TICKETS, Desk, only

GOOD_TICKET = [("t1",)]


def test_empty_file(desk: Desk) -> None:
    desk.write("tickets/more.csv", "")
    summary = desk.load()
    message = only(summary, "empty_file")
    assert (message.severity, message.source_file) == ("notice", "tickets/more.csv")
    assert "is empty" in message.text
    assert "deliver it again" in message.text
    assert not summary.is_degraded
    assert desk.rows(
        "select rows_read, rows_loaded, rows_rejected from quality.row_ledger "
        "where source_file = 'tickets/more.csv'"
    ) == [(0, 0, 0)]
    assert desk.raw("tickets", "ticket_id") == GOOD_TICKET


@pytest.mark.parametrize("name", ["tickets/more.csv.gz", "tickets/more.jsonl"])
def test_empty_file_of_other_formats(desk: Desk, name: str) -> None:
    desk.write(name, "")
    summary = desk.load()
    assert only(summary, "empty_file").source_file == name
    assert not summary.is_degraded


@pytest.mark.parametrize("header", [HEADER, HEADER.rstrip("\n"), "\ufeff" + HEADER])
def test_header_only(desk: Desk, header: str) -> None:
    desk.write("tickets/more.csv", header)
    summary = desk.load()
    message = only(summary, "no_rows")
    assert (message.severity, message.source_file) == ("notice", "tickets/more.csv")
    assert not summary.is_degraded
    assert desk.raw("tickets", "ticket_id") == GOOD_TICKET


@pytest.mark.parametrize("kept", [0.5, 0.999])
def test_truncated_gzip(desk: Desk, kept: float) -> None:
    rows = "".join(f"t{i},email,2026-01-05T09:00:{i % 60:02}Z\n" for i in range(10_000))
    packed = gzip.compress((HEADER + rows).encode())
    desk.write("tickets/cut.csv.gz", "").write_bytes(packed[: int(len(packed) * kept)])
    summary = desk.load()
    message = only(summary, "damaged_gzip")
    assert (message.severity, message.source_file) == ("error", "tickets/cut.csv.gz")
    assert "is cut off" in message.text
    assert "copy the file again" in message.text
    assert summary.is_degraded
    assert summary.connections[0].status == "degraded"
    # DuckDB alone would have loaded the rows before the cut.
    assert desk.raw("tickets", "ticket_id") == GOOD_TICKET


def test_a_damaged_file_is_tried_again_and_loaded_once_it_is_whole(desk: Desk) -> None:
    path = desk.write("tickets/more.csv.gz", HEADER + GOOD_ROW)
    whole = path.read_bytes()
    path.write_bytes(whole[:-4])
    assert desk.load().is_degraded
    assert desk.load().is_degraded
    path.write_bytes(whole)
    assert not desk.load().is_degraded
    assert desk.raw("tickets", "ticket_id") == [("t1",), ("t2",)]


def test_plain_text_named_gz(desk: Desk) -> None:
    desk.write("tickets/more.csv.gz", "").write_text(HEADER + GOOD_ROW)
    message = only(desk.load(), "damaged_gzip")
    assert "without .gz in its name" in message.text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le"])
def test_wrong_encoding_throughout(desk: Desk, encoding: str) -> None:
    desk.write("tickets/more.csv", (HEADER + GOOD_ROW).encode(encoding))
    summary = desk.load()
    message = only(summary, "wrong_encoding")
    assert (message.severity, message.source_file) == ("error", "tickets/more.csv")
    assert "save it as UTF-8" in message.text
    assert summary.is_degraded
    assert desk.raw("tickets", "ticket_id") == GOOD_TICKET


def test_wrong_encoding_in_some_rows(desk: Desk) -> None:
    header = "ticket_id,channel,created_at,subject\n"
    rows = "a1,email,2026-01-05,ascii\na2,email,2026-01-05,Grüße\na3,email,2026-01-05,more\n"
    desk.write("tickets/latin.csv", (header + rows).encode("latin-1"))
    summary = desk.load()
    assert desk.rejected("tickets") == [(2, "wrong_encoding")]
    assert "UTF-8" in only(summary, "rows_rejected").text
    assert desk.raw("tickets", "ticket_id, row_number") == [("a1", 1), ("a3", 3), ("t1", 1)]


def test_missing_mandatory_column(desk: Desk) -> None:
    desk.write("tickets/more.csv", "ticket_id,channel\nt2,chat\n")
    summary = desk.load()
    message = only(summary, "missing_column")
    assert (message.severity, message.source_file) == ("error", "tickets/more.csv")
    assert "created_at" in message.text
    assert "add or rename" in message.text
    assert summary.is_degraded
    assert desk.raw("tickets", "ticket_id") == GOOD_TICKET


def test_renamed_mandatory_column(desk: Desk) -> None:
    desk.write("tickets/more.csv", "ticket_id,channel,createdat\nt2,chat,2026-01-06\n")
    message = only(desk.load(), "missing_column")
    assert "created_at" in message.text
    assert "did you mean createdat?" in message.text


def test_renamed_optional_column(desk: Desk) -> None:
    desk.write("tickets/more.csv", "ticket_id,channel,created_at,prio\nt2,chat,2026-01-06,high\n")
    summary = desk.load()
    message = only(summary, "extra_column")
    assert message.source_file == "tickets/more.csv"
    assert "prio" in message.text
    assert not summary.is_degraded
    assert desk.raw("tickets", "ticket_id, priority") == [("t1", None), ("t2", None)]


def test_extra_column(desk: Desk) -> None:
    desk.write(
        "tickets/more.csv",
        "colour,ticket_id,x,channel,x,created_at\nred,t2,1,chat,2,2026-01-06T10:00:00Z\n",
    )
    summary = desk.load()
    message = only(summary, "extra_column")
    assert message.severity == "notice"
    assert "colour, x" in message.text
    assert "not loaded" in message.text
    assert not summary.is_degraded
    assert desk.raw("tickets", "ticket_id, channel") == [("t1", "email"), ("t2", "chat")]


def test_header_with_a_column_twice(desk: Desk) -> None:
    desk.write("tickets/more.csv", "ticket_id,channel,created_at,Channel\nt2,chat,2026-01-06,x\n")
    summary = desk.load()
    message = only(summary, "duplicate_column")
    assert (message.severity, message.source_file) == ("error", "tickets/more.csv")
    assert "channel more than once" in message.text
    assert desk.raw("tickets", "ticket_id") == GOOD_TICKET


def test_header_repeated_as_a_row(desk: Desk) -> None:
    desk.write("tickets/more.csv", HEADER + GOOD_ROW + HEADER + GOOD_ROW.replace("t2", "t3"))
    desk.write("groups.csv", "group_id,name\ngroup_id,name\ng1,Front desk\n")
    desk.load()
    assert desk.rejected("tickets") == [(2, "repeated_header")]
    # Every value of this table is text, so that nothing but the repetition gives the line away.
    assert desk.rejected("groups") == [(1, "repeated_header")]
    assert desk.raw("groups", "group_id, row_number") == [("g1", 2)]
    assert desk.raw("tickets", "ticket_id") == [("t1",), ("t2",), ("t3",)]


def test_line_that_no_buffer_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestration.landing.fingerprint.LONGEST_LINE", 1_000_000)
    desk.write("tickets/more.csv", HEADER + GOOD_ROW + "t3,chat," + "x" * 2_500_000 + "\n")
    summary = desk.load()
    message = only(summary, "line_too_long")
    assert message.source_file == "tickets/more.csv"
    assert "deliver the table as parquet" in message.text
    assert summary.is_degraded


def test_connection_folder_without_connection_yml(desk: Desk) -> None:
    desk.write("tickets.csv", TICKETS, connection="beta")
    summary = desk.load()
    message = only(summary, "connection_file")
    assert (message.severity, message.connection) == ("error", "beta")
    assert "has no connection.yml" in message.text
    assert "type: helpdesk" in message.text
    assert summary.is_degraded
    assert [(result.connection, result.status) for result in summary.connections] == [
        ("acme", "loaded"),
        ("beta", "refused"),
    ]
    assert desk.raw("tickets", "connection, ticket_id") == [("acme", "t1")]
