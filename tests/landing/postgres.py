"""A PostgreSQL server on loopback that lives as long as a test module, and a help desk in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from orchestration.engines.postgres import private_server
from orchestration.landing.extensions import load_extension

TABLES = """
    create schema replica;
    create table replica.tickets (
        ticket_id bigint, channel text, created_at timestamptz, updated_at timestamptz,
        status text, subject text, synced_at timestamptz, is_removed boolean);
    create table replica.messages (
        message_id uuid, ticket_id bigint, sent_at timestamp, sender_kind text, body text,
        is_public boolean, synced_at timestamptz, is_removed boolean);
    create table replica.agents (agent_id text, name text);
    create table replica.schedules (
        schedule_id text, time_zone text, weekday smallint, opens_at time, closes_at text);
    create table replica.something_else (x int);
    insert into replica.tickets values
        (1, 'email', '2026-01-05 09:00+02', null, 'New', 'a', '2026-01-06 00:00Z', false),
        (2, 'chat', '2026-01-05 10:00+00', null, 'open', 'b', '2026-01-06 00:00Z', null);
    insert into replica.messages values
        ('00000000-0000-0000-0000-000000000001', 1, '2026-01-05 09:00', 'customer', 'hi', true,
         '2026-01-06 00:00Z', false);
    insert into replica.agents values ('a1', 'Ada'), ('a2', 'Bo');
    insert into replica.schedules values ('s1', 'Europe/Amsterdam', 1, '09:00', '24:00');
"""


class Server:
    """A PostgreSQL server of this test run, and SQL for it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.database = duckdb.connect()
        load_extension(self.database, "postgres_scanner", "the test")
        self.database.execute(
            f"attach 'host=127.0.0.1 port={port} user=owner dbname=postgres' as server "
            "(type postgres)"
        )

    def execute(self, statements: str) -> None:
        """Run statements in the server, as its owner."""
        self.database.execute("call postgres_execute('server', ?)", [statements])


def require_postgres() -> None:
    """Skip where no PostgreSQL is installed; in CI fail, or nothing would test this way to load."""
    missing = [name for name in ("initdb", "postgres") if shutil.which(name) is None]
    if not missing:
        return
    message = (
        f"{' and '.join(missing)} not found: install PostgreSQL's server and put the folder of its "
        "programs in the PATH"
    )
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server, and end it."""
    with tempfile.TemporaryDirectory() as folder, private_server(Path(folder) / "log") as port:
        server = Server(port)
        server.execute("create role reader login password 'top secret'")
        yield server
        server.database.close()
