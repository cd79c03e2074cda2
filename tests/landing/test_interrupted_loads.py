"""All or nothing: a load that crashes, and a file that changes while it is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from orchestration import runs
from orchestration.landing.files import FileLoad
from orchestration.landing.ledger import read_history
from orchestration.warehouse import connect
from tests.landing.desk import GOOD_ROW, HEADER, TICKETS, Desk, only


class _CrashError(Exception):
    """Stands for whatever ends a process in the middle of a load."""


@pytest.mark.parametrize(
    "place",
    [
        "orchestration.landing.staging.insert",
        "orchestration.landing.parquet.insert",
        "orchestration.landing.ledger.record_files",
        "orchestration.landing.ledger.record_messages",
    ],
)
def test_a_crash_leaves_nothing_of_the_connection(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    module, name = place.rsplit(".", 1)
    desk.write_parquet(
        "tickets/more.parquet",
        "select 'p1' as ticket_id, 'chat' as channel, date '2026-01-05' as created_at",
    )
    desk.write("tickets/bad.csv", HEADER + GOOD_ROW + "t3,chat,never\n")
    original = getattr(__import__(module, fromlist=[name]), name)
    calls = []

    def crash(*arguments: Any) -> Any:
        calls.append(arguments)
        if name != "record_messages" or len(calls) > 1:
            original(*arguments)
            raise _CrashError
        return original(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(place, crash)
        with pytest.raises(_CrashError):
            desk.load()
    desk.check_books()
    for table in ("raw_helpdesk.tickets", "quality.row_ledger", "quality.rejected_rows"):
        assert desk.rows(f"select count(*) from {table}") == [(0,)]
    assert desk.load().rows_loaded == 4
    assert not desk.rows("select table_name from duckdb_tables() where temporary")


def test_what_a_killed_process_had_committed_can_be_read(desk: Desk) -> None:
    """The engine reads its log from the first table on: nothing in it may be beyond it."""
    path = desk.settings.warehouse
    for content in (TICKETS, TICKETS + GOOD_ROW + "t3,chat,never\n"):
        desk.write("tickets.csv", content)
        desk.database = connect(path, leaves_log=True)
        runs.create_tables(desk.database)
        desk.load()
        desk.database.close()
        assert path.with_name(path.name + ".wal").stat().st_size > 0
    desk.database = connect(path)
    desk.check_books()
    assert desk.raw("tickets", "ticket_id, load_id") == [("t1", 1), ("t1", 2), ("t2", 2)]
    assert desk.rejected("tickets") == [(3, "unreadable_value")]


def test_a_crash_keeps_the_connections_before_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write_connection("beta")
    with monkeypatch.context() as patch:
        patch.setattr("orchestration.landing.load.FileLoad.run", _crash_at_beta())
        with pytest.raises(_CrashError):
            desk.load()
    assert desk.raw("tickets", "connection") == [("acme",)]
    assert [r.status for r in desk.load().connections] == ["unchanged", "loaded"]


def _crash_at_beta() -> Any:
    original = FileLoad.run

    def run(self: FileLoad) -> Any:
        if self.connection.name == "beta":
            raise _CrashError
        return original(self)

    return run


@pytest.mark.parametrize("name", ["tickets/more.csv", "tickets/more.parquet"])
def test_a_file_that_is_written_to_during_the_load(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    query = "select 'new' as ticket_id, 'chat' as channel, date '2026-01-05' as created_at"
    path = desk.write(name, "")
    desk.database.execute(f"copy ({query}) to '{path}'")
    monkeypatch.setattr("orchestration.landing.ledger.read_history", _touching(path))
    summary = desk.load()
    message = only(summary, "file_changed")
    assert message.source_file == name
    assert "the next run loads it" in message.text
    assert summary.is_degraded
    assert desk.raw("tickets", "ticket_id") == [("t1",)]
    monkeypatch.undo()
    assert not desk.load().is_degraded
    assert desk.raw("tickets", "ticket_id") == [("new",), ("t1",)]


def _touching(path: Path) -> Any:
    def read(*arguments: Any) -> Any:
        os.utime(path, (2_000_000_000, 2_000_000_000))
        return read_history(*arguments)

    return read
