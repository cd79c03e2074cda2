"""connection.yml, and what lies in a landing folder."""

from __future__ import annotations

import gzip

import pytest

from tests.landing.desk import MESSAGES, TICKETS, Desk, only


@pytest.mark.parametrize("name", ["Acme", "1st", "a-b", "a.b", "über", "x" * 64])
def test_connection_names(desk: Desk, name: str) -> None:
    desk.write_connection(name)
    message = only(desk.load(), "connection_name")
    assert message.connection == name
    assert "rename the folder" in message.text
    assert desk.raw("tickets", "connection") == [("acme",)]


def test_the_longest_connection_name(desk: Desk) -> None:
    desk.write_connection("x" * 63)
    assert not desk.load().is_degraded


@pytest.mark.parametrize(
    ("settings", "code", "words"),
    [
        ("", "connection_file", "holds no settings; write at least `type: helpdesk`"),
        ("- helpdesk", "connection_file", "holds no settings"),
        ("type: [helpdesk", "connection_file", "cannot be read as YAML"),
        ("time_zone: UTC", "connection_type", "has no `type:`; write `type:` and one of"),
        ("type: zendesk", "connection_type", "unknown type 'zendesk'"),
        ("type: [helpdesk]", "connection_type", "unknown type"),
        (
            "type: helpdesk\ntime_zone: Europe/Amsterdm",
            "connection_time_zone",
            "did you mean Europe/Amsterdam?",
        ),
        (
            "type: helpdesk\ntime_zone: CEST",
            "connection_time_zone",
            "in that zone, such as Europe/Berlin",
        ),
        ("type: helpdesk\ntime_zone: 5", "connection_time_zone", "unknown time_zone 5"),
        (
            "type: helpdesk\ntimezone: Europe/Amsterdam",
            "connection_setting",
            "`timezone:`; write `time_zone:` if meant",
        ),
        ("type: helpdesk\nlocation: nowhere", "connection_location", "is no folder"),
        (
            "type: helpdesk\nlocation: s3://bucket/${NO_SUCH_VARIABLE}",
            "connection_location",
            "${NO_SUCH_VARIABLE}, which is not set",
        ),
    ],
)
def test_connection_files(desk: Desk, settings: str, code: str, words: str) -> None:
    desk.write("connection.yml", settings, "beta")
    summary = desk.load()
    message = only(summary, code)
    assert (message.severity, message.connection) == ("error", "beta")
    assert words in message.text
    assert [result.status for result in summary.connections] == ["loaded", "refused"]


def test_a_setting_of_someone_elses_is_left_alone(desk: Desk) -> None:
    desk.write("connection.yml", "type: helpdesk\nowner: support team\n")
    message = only(desk.load(), "unknown_setting")
    assert message.severity == "notice"
    assert "`owner:`" in message.text


def test_a_missing_mandatory_table(desk: Desk) -> None:
    desk.write("connection.yml", "type: helpdesk\n", "beta")
    desk.write("tickets.csv", TICKETS, "beta")
    summary = desk.load()
    message = only(summary, "missing_table")
    assert (message.severity, message.connection) == ("error", "beta")
    assert "mandatory table messages; add messages.csv" in message.text
    assert desk.raw("tickets", "connection") == [("acme",)]


def test_a_mandatory_table_that_was_loaded_before_may_be_cleared_away(desk: Desk) -> None:
    desk.load()
    (desk.landing / "acme/messages.csv").unlink()
    desk.write("tickets/more.csv", TICKETS.replace("t1", "t2"))
    assert not desk.load().is_degraded
    assert desk.raw("tickets", "ticket_id") == [("t1",), ("t2",)]


def test_a_missing_table_is_told_with_the_files_that_may_be_meant(desk: Desk) -> None:
    desk.write("connection.yml", "type: helpdesk", "beta")
    for name in ("Tickets.CSV", "tickets.xlsx", "notes.docx", "messages.csv"):
        desk.write(name, "", "beta")
    summary = desk.load()
    assert only(summary, "missing_table").text.endswith(
        "not read as they are called: Tickets.CSV, tickets.xlsx"
    )
    assert {m.source_file for m in summary.messages if m.code == "unknown_file"} == {
        "Tickets.CSV",
        "tickets.xlsx",
        "notes.docx",
    }
    assert desk.rows("select count(*) from quality.load_messages where connection = 'beta'") == [
        (4,)
    ]


def test_files_that_belong_to_no_table(desk: Desk) -> None:
    desk.write("ticket.csv", TICKETS)
    desk.write("old/tickets.csv", TICKETS)
    desk.write("tickets.xlsx", "?")
    for hidden in (".DS_Store", "tickets/_SUCCESS", "_tmp/tickets.csv", ".git/tickets.csv"):
        desk.write(hidden, TICKETS)
    summary = desk.load()
    assert not summary.is_degraded
    assert {m.source_file: m.text for m in summary.messages if m.code == "unknown_file"} == {
        "ticket.csv": "belongs to no table of a helpdesk connection (did you mean tickets?); "
        "name it <table>.<ext> or put it in a folder <table>",
        "old/tickets.csv": "belongs to no table of a helpdesk connection; "
        "name it <table>.<ext> or put it in a folder <table>",
        "tickets.xlsx": "is not read, since .xlsx is no kind of file for a table; "
        "save the spreadsheet as CSV (UTF-8)",
    }
    assert desk.raw("tickets", "ticket_id") == [("t1",)]


def test_a_file_beside_the_connections(desk: Desk) -> None:
    (desk.landing / "tickets.csv").write_text(TICKETS)
    message = only(desk.load(), "unknown_file")
    assert "move it into the folder of its connection" in message.text


def test_a_landing_folder_that_is_not_there(desk: Desk) -> None:
    for path in sorted(desk.landing.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert "has no connection folders" in only(desk.load(), "no_connections").text
    desk.landing.rmdir()
    summary = desk.load()
    assert summary.is_degraded
    assert "does not exist" in only(summary, "no_landing_folder").text
    assert "SUPPORTMART_LANDING" in only(summary, "no_landing_folder").text


@pytest.mark.parametrize(
    "name",
    ["tickets/[1]*?.csv", "tickets/it's.csv", "tickets/[1]*?.parquet", "tickets/ü ☃.parquet"],
)
def test_file_names_that_mean_something_to_a_reader(desk: Desk, name: str) -> None:
    path = desk.write(name, "")
    query = "select 't2' as ticket_id, 'chat' as channel, date '2026-01-06' as created_at"
    escaped = str(path).replace("'", "''")
    desk.database.execute(f"copy ({query}) to '{escaped}'")
    desk.write("tickets/1x.csv", TICKETS.replace("t1", "t3"))
    desk.load()
    assert ("t2", name) in desk.raw("tickets", "ticket_id, source_file")


def test_location_of_another_folder(desk: Desk) -> None:
    desk.write("tickets/part 1.csv", TICKETS, "../exports")
    desk.write("messages.csv", MESSAGES, "../exports")
    desk.write("connection.yml", "type: helpdesk\nlocation: ../../exports\n", "beta")
    desk.load()
    assert desk.raw("tickets", "connection, source_file") == [
        ("acme", "tickets.csv"),
        ("beta", "tickets/part 1.csv"),
    ]


def test_location_of_a_pattern(desk: Desk) -> None:
    for day in ("01", "02", "03"):
        desk.write(f"2026-01-{day}/tickets.csv", TICKETS.replace("t1", f"t{day}"), "../exports")
        desk.write(f"2026-01-{day}/messages/a.csv", MESSAGES, "../exports")
    pattern = desk.landing.parent / "exports/2026-01-0[12]/**"
    desk.write("connection.yml", f"type: helpdesk\nlocation: {pattern}\n", "beta")
    summary = desk.load()
    assert not summary.is_degraded
    assert desk.rows(
        "select source_file, ticket_id from raw_helpdesk.tickets where connection = 'beta' "
        "order by all"
    ) == [("2026-01-01/tickets.csv", "t01"), ("2026-01-02/tickets.csv", "t02")]


def test_location_of_a_url(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB lists and reads a file: URL as it does one of an object store."""
    desk.write("tickets/a.csv.gz", TICKETS, "../exports")
    desk.write("messages/a.jsonl", "", "../exports").write_text(
        '{"message_id":"m1","ticket_id":"t1","sent_at":"2026-01-05","sender_kind":"agent"}\n'
    )
    desk.write_parquet(
        "calls.parquet",
        "select 'c1' as call_id, 't1' as ticket_id, 'inbound' as direction, "
        "timestamp '2026-01-05' as queued_at",
        "../exports",
    )
    monkeypatch.setenv("EXPORTS", str(desk.landing.parent / "exports"))
    desk.write("connection.yml", "type: helpdesk\nlocation: file://${EXPORTS}/**\n", "beta")
    assert not desk.load().is_degraded
    assert desk.rows(
        "select table_name, source_file, rows_loaded from quality.row_ledger "
        "where connection = 'beta' order by all"
    ) == [
        ("calls", "calls.parquet", 1),
        ("messages", "messages/a.jsonl", 1),
        ("tickets", "tickets/a.csv.gz", 1),
    ]
    assert desk.load().rows_read == 0


def test_a_store_whose_extension_is_not_here(desk: Desk) -> None:
    desk.write("connection.yml", "type: helpdesk\nlocation: az://box/tickets.csv\n", "beta")
    summary = desk.load()
    message = only(summary, "missing_extension")
    assert message.connection == "beta"
    assert "extension azure" in message.text
    assert "duckdb-extension-azure" in message.text
    assert desk.raw("tickets", "connection") == [("acme",)]


def test_an_unreadable_mandatory_table_refuses_the_connection_and_no_other(desk: Desk) -> None:
    """Tickets without their messages would be published as never answered."""
    desk.write_connection("beta")
    (desk.landing / "acme" / "messages.csv").unlink()
    desk.write("messages.csv.gz", gzip.compress(MESSAGES.encode() * 50)[:-20])
    summary = desk.load()
    statuses = {result.connection: result.status for result in summary.connections}
    assert statuses == {"acme": "refused", "beta": "loaded"}
    assert desk.raw("tickets", "connection") == [("beta",)]
    errors = [m for r in summary.connections for m in r.messages if m.severity == "error"]
    assert [error.code for error in errors][1:] == ["unreadable_table"]
    assert "mandatory table messages could be read" in errors[1].text
    assert desk.rows("select count(*) from quality.load_messages where severity = 'error'") == [
        (2,)
    ]

    (desk.landing / "acme" / "messages.csv.gz").unlink()
    desk.write("messages.csv", MESSAGES)
    desk.load()
    assert desk.raw("tickets", "connection") == [("acme",), ("beta",)]


def test_a_later_unreadable_file_of_a_mandatory_table_leaves_the_rest_loaded(desk: Desk) -> None:
    """Once the table has rows, only the file is refused."""
    desk.load()
    desk.write("messages/new.csv.gz", gzip.compress(MESSAGES.encode() * 50)[:-20])
    desk.write("tickets/new.csv", TICKETS.replace("t1", "t2"))
    (result,) = desk.load().connections
    assert result.status == "degraded"
    assert desk.raw("tickets", "ticket_id") == [("t1",), ("t2",)]
