"""Tables that an EL tool replicates into PostgreSQL, read from a real server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from orchestration.engines.postgres import free_port
from orchestration.landing import LoadSummary, load_landing
from tests.landing.desk import Desk, instant, only
from tests.landing.postgres import TABLES, Server, require_postgres, running_server

SETTINGS = """
type: helpdesk
location: postgres://reader:${{REPLICA_PASSWORD}}@127.0.0.1:{port}/postgres
schema: replica
sync_column: synced_at
deleted_column: is_removed
overlap: 1 hour
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    require_postgres()
    with running_server() as server:
        yield server


@pytest.fixture
def server(running: Server, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Return the server with fresh tables, and a connection `beta` that reads them."""
    running.execute("drop schema if exists replica cascade")
    running.execute(TABLES)
    running.execute("grant usage on schema replica to reader")
    running.execute("grant select on all tables in schema replica to reader")
    monkeypatch.setenv("REPLICA_PASSWORD", "top%20secret")
    desk.write("connection.yml", SETTINGS.format(port=running.port), "beta")
    return running


def beta(desk: Desk, summary: LoadSummary | None = None) -> list[tuple[str, str, int, int, int]]:
    """Load, and return what the ledger has for the replica in that load."""
    summary = summary or desk.load()
    assert not summary.is_degraded
    return desk.rows(
        "select table_name, source_file, rows_read, rows_loaded, rows_rejected "
        f"from quality.row_ledger where connection = 'beta' and load_id = {summary.load_id} "
        "order by all"
    )


def tickets(desk: Desk, columns: str) -> list[tuple[object, ...]]:
    return desk.rows(
        f"select {columns} from raw_helpdesk.tickets where connection = 'beta' order by all"
    )


def test_the_first_load_reads_every_table(desk: Desk, server: Server) -> None:
    assert beta(desk) == [
        ("agents", "replica.agents", 2, 2, 0),
        ("messages", "replica.messages", 1, 1, 0),
        ("schedules", "replica.schedules", 1, 1, 0),
        ("tickets", "replica.tickets", 2, 2, 0),
    ]
    assert tickets(desk, "ticket_id, created_at, status, load_id, source_file") == [
        ("1", instant("2026-01-05T07:00:00"), "new", 1, "replica.tickets"),
        ("2", instant("2026-01-05T10:00:00"), "open", 1, "replica.tickets"),
    ]
    assert desk.rows("select message_id from raw_helpdesk.messages where connection = 'beta'") == [
        ("00000000-0000-0000-0000-000000000001",)
    ]
    assert desk.raw("schedules", "opens_at, closes_at") == [("09:00:00", "24:00")]


def test_nothing_new_is_nothing_loaded(desk: Desk, server: Server) -> None:
    desk.load()
    summary = desk.load()
    assert beta(desk, summary) == []
    assert [result.status for result in summary.connections] == ["unchanged", "unchanged"]


def test_what_was_written_since_is_read_with_an_overlap(desk: Desk, server: Server) -> None:
    desk.load()
    # One row is new, one is stamped within the overlap, and one before it, which is too late.
    server.execute(
        "insert into replica.tickets values "
        "(3, 'email', '2026-01-06', null, null, 'new', '2026-01-06 10:00Z', false), "
        "(4, 'email', '2026-01-06', null, null, 'overlap', '2026-01-05 23:10Z', false), "
        "(5, 'email', '2026-01-06', null, null, 'too late', '2026-01-05 22:10Z', false), "
        "(6, 'email', '2026-01-06', null, null, 'no stamp', null, false)"
    )
    assert beta(desk) == [("tickets", "replica.tickets", 3, 3, 0)]
    assert tickets(desk, "subject, load_id") == [
        ("a", 1),
        ("b", 1),
        ("new", 2),
        ("no stamp", 2),
        ("overlap", 2),
    ]
    assert beta(desk) == []


def test_a_changed_row_is_a_new_version_and_so_is_one_that_changes_back(
    desk: Desk, server: Server
) -> None:
    desk.load()
    for name in ("Ada L.", "Ada"):
        server.execute(f"update replica.agents set name = '{name}' where agent_id = 'a1'")
        assert beta(desk) == [("agents", "replica.agents", 1, 1, 0)]
    assert desk.raw("agents", "load_id, name") == [(1, "Ada"), (1, "Bo"), (2, "Ada L."), (3, "Ada")]


def test_a_row_stamped_in_the_future_does_not_stop_what_comes_before_it(
    desk: Desk, server: Server
) -> None:
    server.execute("update replica.tickets set synced_at = '2090-01-01Z' where ticket_id = 2")
    desk.load()
    now = datetime.now(UTC) + timedelta(seconds=1)
    server.execute(
        "insert into replica.tickets values "
        f"(3, 'email', '2026-01-06', null, null, 'new', '{now.isoformat()}', false)"
    )
    assert beta(desk) == [("tickets", "replica.tickets", 1, 1, 0)]


def test_a_row_that_is_flagged_is_a_deletion(desk: Desk, server: Server) -> None:
    desk.load()
    server.execute(
        "update replica.tickets set is_removed = true, synced_at = '2026-01-07 08:00Z' "
        "where ticket_id = 2"
    )
    assert beta(desk) == [("deletions", "replica.tickets", 1, 1, 0)]
    assert desk.raw("deletions", "table_name, id, deleted_at") == [
        ("tickets", "2", instant("2026-01-07T08:00:00"))
    ]
    assert beta(desk) == []


def test_a_full_compare_finds_what_is_gone(desk: Desk, server: Server) -> None:
    desk.load()
    server.execute("delete from replica.tickets where ticket_id = 1")
    server.execute("delete from replica.agents where agent_id = 'a2'")
    server.execute(
        "insert into replica.tickets values "
        "(5, 'email', '2026-01-06', null, null, 'overlooked', '2026-01-01 00:00Z', false)"
    )
    assert beta(desk) == []
    for expected in (
        [
            ("deletions", "replica.agents", 1, 1, 0),
            ("deletions", "replica.tickets", 1, 1, 0),
            ("tickets", "replica.tickets", 1, 1, 0),
        ],
        [],
    ):
        desk.loads += 1
        summary = load_landing(desk.settings, desk.database, f"run {desk.loads}", full_compare=True)
        desk.check_books()
        assert beta(desk, summary) == expected
    assert desk.raw("deletions", "table_name, id") == [("agents", "a2"), ("tickets", "1")]


def test_a_snapshot_is_loaded_as_a_whole_when_any_row_changed(desk: Desk, server: Server) -> None:
    server.execute(
        "insert into replica.schedules values ('s1', 'Europe/Amsterdam', 2, '09:00', '17:00')"
    )
    desk.load()
    server.execute("delete from replica.schedules where weekday = 2")
    assert beta(desk) == [("schedules", "replica.schedules", 1, 1, 0)]
    server.execute("update replica.schedules set closes_at = '18:00'")
    assert beta(desk) == [("schedules", "replica.schedules", 1, 1, 0)]
    assert desk.raw("schedules", "load_id, weekday, closes_at") == [
        (1, 1, "24:00"),
        (1, 2, "17:00"),
        (2, 1, "24:00"),
        (3, 1, "18:00"),
    ]


def test_bad_rows_are_rejected_once(desk: Desk, server: Server) -> None:
    server.execute(
        "insert into replica.tickets values "
        "(3, null, '2026-01-06', null, null, 'x', '2026-01-06 00:00Z', false), "
        "(4, 'email', '0001-01-01', null, null, 'y', '2026-01-06 00:00Z', false)"
    )
    summary = desk.load()
    assert ("tickets", "replica.tickets", 4, 2, 2) in beta(desk, summary)
    assert sorted(code for _, code in desk.rejected("tickets")) == [
        "instant_out_of_range",
        "missing_value",
    ]
    assert "2 of 4 rows are rejected" in only(summary, "rows_rejected").text
    assert beta(desk) == []


FIVETRAN = """
    create table replica.{table} (
        {columns}, _fivetran_deleted boolean, _fivetran_synced timestamptz);
"""


def test_fivetran_needs_no_settings_and_says_deletions_in_the_table(
    desk: Desk, server: Server
) -> None:
    server.execute(
        FIVETRAN.format(
            table="ticket", columns="id bigint, created_at timestamptz, updated_at timestamptz"
        )
        + FIVETRAN.format(
            table="ticket_comment",
            columns="id bigint, ticket_id bigint, user_id bigint, created timestamptz, public bool",
        )
        + """
        insert into replica.ticket values
            (1, '2026-01-05Z', '2026-01-05Z', false, '2026-01-06Z'),
            (2, '2026-01-05Z', '2026-01-05Z', false, '2026-01-06Z');
        grant select on all tables in schema replica to reader;
        """
    )
    desk.write(
        "connection.yml",
        "type: fivetran_zendesk\nschema: replica\n"
        f"location: 'postgres:host=127.0.0.1 port={server.port} user=reader dbname=postgres'\n",
        "beta",
    )
    desk.load()
    server.execute(
        "update replica.ticket set _fivetran_deleted = true, _fivetran_synced = '2026-01-08Z' "
        "where id = 1; delete from replica.ticket where id = 2"
    )
    assert beta(desk) == [("ticket", "replica.ticket", 1, 1, 0)]
    desk.loads += 1
    summary = load_landing(desk.settings, desk.database, "compare", full_compare=True)
    desk.check_books()
    assert beta(desk, summary) == [("ticket", "replica.ticket", 1, 1, 0)]
    assert desk.rows(
        "select load_id, id, _fivetran_deleted from raw_fivetran_zendesk.ticket order by all"
    ) == [(1, "1", False), (1, "2", False), (2, "1", True), (3, "2", True)]


def test_a_server_that_does_not_answer(desk: Desk, server: Server) -> None:
    desk.write("connection.yml", SETTINGS.format(port=free_port()), "beta")
    summary = desk.load()
    message = only(summary, "connection_location")
    assert message.connection == "beta"
    assert "does not answer" in message.text
    assert "secret" not in message.text
    assert [result.status for result in summary.connections] == ["loaded", "refused"]


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("schema: replica", "schema: nowhere", "connection_location", "no tables in the schema"),
        ("synced_at", "sync_at", "connection_setting", "`sync_column: sync_at`"),
        ("1 hour", "a while", "connection_setting", "`overlap: a while` is no length of time"),
    ],
)
def test_settings_that_do_not_fit(
    desk: Desk, server: Server, old: str, new: str, code: str, words: str
) -> None:
    desk.load()
    desk.write("connection.yml", SETTINGS.format(port=server.port).replace(old, new), "beta")
    message = only(desk.load(), code)
    assert (message.severity, message.connection) == ("error", "beta")
    assert words in message.text


def test_a_table_without_a_mandatory_column(desk: Desk, server: Server) -> None:
    server.execute("alter table replica.agents rename column agent_id to agent_identifier")
    summary = desk.load()
    message = only(summary, "missing_column")
    assert (message.table, message.source_file) == ("agents", "replica.agents")
    assert "lacks the mandatory column agent_id" in message.text
    assert summary.is_degraded
    assert len(tickets(desk, "ticket_id")) == 2


def test_a_missing_mandatory_table_in_the_schema(desk: Desk, server: Server) -> None:
    server.execute("drop table replica.messages")
    message = only(desk.load(), "missing_table")
    assert "has no table messages" in message.text
