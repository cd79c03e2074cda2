"""Once per content, whatever its format, and the books of every load."""

from __future__ import annotations

import os
from typing import Any

import duckdb
import pytest

from orchestration.landing import read_contracts
from orchestration.landing.raw import raw_columns
from tests.landing.desk import GOOD_ROW, HEADER, MESSAGES, TICKETS, Desk, only

LEDGER = "select source_file, load_id, rows_loaded from quality.row_ledger order by all"


def test_a_file_is_loaded_once(desk: Desk) -> None:
    first = desk.load()
    second = desk.load()
    assert (first.rows_read, second.rows_read) == (2, 0)
    (result,) = second.connections
    assert (result.status, result.files_unchanged) == ("unchanged", 2)
    assert desk.rows(LEDGER) == [("messages.csv", 1, 1), ("tickets.csv", 1, 1)]


def test_a_file_that_was_only_touched_is_not_loaded_again(desk: Desk) -> None:
    desk.load()
    os.utime(desk.landing / "acme/tickets.csv", (2_000_000_000, 2_000_000_000))
    assert desk.load().rows_read == 0
    # Nor is it hashed every night from then on.
    assert desk.rows(
        "select count(*) from quality.row_ledger where modified_at = '2033-05-18 03:33:20'"
    ) == [(1,)]


def test_new_content_under_a_known_name_is_a_new_load(desk: Desk) -> None:
    desk.load()
    desk.write("tickets.csv", TICKETS + "t2,chat,2026-01-06T10:00:00Z\n")
    summary = desk.load()
    assert (summary.load_id, summary.rows_read) == (2, 2)
    assert desk.raw("tickets", "load_id, ticket_id") == [(1, "t1"), (2, "t1"), (2, "t2")]


def test_content_that_comes_back_is_not_loaded_again_but_said(desk: Desk) -> None:
    desk.load()
    desk.write("tickets.csv", TICKETS.replace("email", "chat"))
    desk.load()
    desk.write("tickets.csv", TICKETS)
    summary = desk.load()
    assert summary.rows_read == 0
    message = only(summary, "content_came_back")
    assert message.source_file == "tickets.csv"
    assert "save it under another name" in message.text
    assert not summary.is_degraded


def test_same_content_under_another_name_is_another_file(desk: Desk) -> None:
    desk.load()
    desk.write("tickets/copy.csv", TICKETS)
    assert desk.load().rows_read == 1


def test_several_connections_of_one_type(desk: Desk) -> None:
    desk.write_connection("beta")
    summary = desk.load()
    assert [result.rows_loaded for result in summary.connections] == [2, 2]
    assert desk.raw("tickets", "connection, ticket_id") == [("acme", "t1"), ("beta", "t1")]


def test_lineage_settles_ties(desk: Desk) -> None:
    """Of rows with one key and version, the later load wins, then the later name, then the row."""
    rows = "t9,{},2026-01-06T10:00:00Z\n"
    header = "ticket_id,channel,created_at\n"
    desk.write("tickets/b.csv", header + rows.format("b1") + rows.format("b2"))
    desk.write("tickets/a.csv", header + rows.format("a1"))
    desk.load()
    desk.write("tickets/0.jsonl", '{"ticket_id":"t9","channel":"last","created_at":"2026-01-06"}\n')
    desk.load()
    assert desk.rows(
        "select channel, load_id, source_file, row_number from raw_helpdesk.tickets "
        "where ticket_id = 't9' order by load_id, source_file, row_number"
    ) == [
        ("a1", 1, "tickets/a.csv", 1),
        ("b1", 1, "tickets/b.csv", 1),
        ("b2", 1, "tickets/b.csv", 2),
        ("last", 2, "tickets/0.jsonl", 1),
    ]


TWINS = """
    select i::varchar as message_id, 't1' as ticket_id,
        '2026-01-05T09:' || lpad(i::varchar, 2, '0') || ':00.500000Z' as sent_at,
        case i % 4 when 0 then 'Customer' when 1 then 'agent' when 2 then 'droid' end
            as sender_kind,
        i % 3 = 0 as is_public, i / 7.0 as sentiment, nullif('b' || i, 'b5') as body
    from range(1, 21) as numbers(i)
"""
TYPED_TWIN = (
    "select * replace (message_id::bigint as message_id, sent_at::timestamptz as sent_at) "
    f"from ({TWINS})"
)


@pytest.mark.parametrize(
    "name", ["b.jsonl", "b.jsonl.gz", "b.csv.gz", "b.parquet", "typed.parquet"]
)
def test_twins_of_a_csv_give_the_same_rows(desk: Desk, name: str) -> None:
    columns = "row_number, message_id, ticket_id, sent_at, sender_kind, is_public, sentiment, body"
    first = desk.write("messages/a.csv", "")
    second = desk.write(f"messages/{name}", "")
    format_ = {"csv": "csv", "jsonl": "json"}.get(name.split(".")[1], "parquet")
    query = TYPED_TWIN if name.startswith("typed") else TWINS
    desk.database.execute(f"copy ({TWINS}) to '{first}' (format csv)")
    desk.database.execute(f"copy ({query}) to '{second}' (format {format_})")
    desk.load()
    found = [
        desk.rows(
            f"select {columns} from raw_helpdesk.messages where source_file = '{source}' order by 1"
        )
        for source in ("messages/a.csv", f"messages/{name}")
    ]
    assert len(found[0]) == 15
    assert found[0] == found[1]
    assert desk.rows(
        "select source_file, row_number, reason_code from quality.rejected_rows order by all"
    ) == [
        (source, number, "missing_value")
        for source in ("messages/a.csv", f"messages/{name}")
        for number in (3, 7, 11, 15, 19)
    ]


def test_a_key_that_only_a_late_json_line_has(desk: Desk) -> None:
    line = (
        '{{"message_id":"n{}","ticket_id":"t1","sent_at":"2026-01-05","sender_kind":"agent"{}}}\n'
    )
    desk.write(
        "messages/more.jsonl",
        "".join(line.format(i, "") for i in range(300)) + line.format(300, ',"body":"at last"'),
    )
    desk.load()
    assert desk.rows("select message_id, body from raw_helpdesk.messages where body <> ''") == [
        ("n300", "at last")
    ]


def test_raw_tables_are_there_before_anything_is_loaded(desk: Desk) -> None:
    (desk.landing / "acme/connection.yml").unlink()
    desk.load()
    there = {
        (schema, table, column, type_.lower())
        for schema, table, column, type_ in desk.rows(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() "
            "where schema_name like 'raw%'"
        )
    }
    assert there == {
        (contract.schema, table.name, column, type_)
        for contract in read_contracts().values()
        for table in contract.tables.values()
        for column, type_ in raw_columns(table)
    }


def test_a_column_that_a_contract_gains_is_added(desk: Desk) -> None:
    desk.load()
    desk.database.execute("alter table raw_helpdesk.tickets drop column tier")
    desk.write("tickets/more.csv", "ticket_id,channel,created_at,tier\nt2,chat,2026-01-06,second\n")
    desk.load()
    assert desk.raw("tickets", "ticket_id, tier") == [("t1", None), ("t2", "second")]


def test_messages_are_kept(desk: Desk) -> None:
    desk.write("tickets/bad.csv", HEADER + GOOD_ROW + "t3,chat,never\n")
    desk.write("oddity.txt", "?")
    summary = desk.load()
    kept = desk.rows("select run_id, load_id, severity, code, message from quality.load_messages")
    assert [("run 1", 1, m.severity, m.code, m.text) for m in summary.messages] == kept


def test_thousands_of_files_are_read_in_few_statements(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, row = MESSAGES.splitlines(keepends=True)
    for number in range(500):
        desk.write(f"messages/{number:05}.csv", header + row.replace("m1", f"n{number}"))
    statements = []
    counting = _Counting(desk.database, statements)
    monkeypatch.setattr(desk, "database", counting)
    desk.load()
    assert desk.rows("select count(*) from raw_helpdesk.messages") == [(501,)]
    assert len(statements) < 150


class _Counting:
    def __init__(self, database: duckdb.DuckDBPyConnection, statements: list[str]) -> None:
        self._database = database
        self._statements = statements

    def execute(self, query: str, *parameters: Any) -> duckdb.DuckDBPyConnection:
        self._statements.append(query)
        return self._database.execute(query, *parameters)

    def close(self) -> None:
        self._database.close()
