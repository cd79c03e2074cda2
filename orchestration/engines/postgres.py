"""PostgreSQL as the engine: a private server of this command's own, or the one of a team."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from orchestration.engines.engine import Engine, EngineError
from orchestration.engines.sources import quoted
from orchestration.landing.extensions import load_extension
from orchestration.warehouse import sql_name, sql_text

PREFIX = "SUPPORTMART_POSTGRES_"
# What profiles.yml reads, by the names that a connection string has for it.
PARTS = {
    "host": "HOST",
    "port": "PORT",
    "dbname": "DATABASE",
    "user": "USER",
    "password": "PASSWORD",
}
ATTACHED = "engine"
START_SECONDS = 30.0
POLL_SECONDS = 0.1

# The data may be made again at any time, so nothing waits for the disk. Compiling expressions costs
# more than it saves where a statement has hundreds of them.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "shared_buffers": "512MB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "jit": "off",
}


class Postgres(Engine):
    """The dbt project on a PostgreSQL server."""

    name = "postgres"
    dbt_program = Path(sys.executable).with_name("dbt")

    @contextmanager
    def started(self) -> Iterator[None]:
        """Take the server that the environment names, or start one and end it in any case."""
        if os.environ.get(f"{PREFIX}HOST"):
            with self._attached(os.environ):
                yield
            return
        (self.folder / "logs").mkdir(parents=True, exist_ok=True)
        with private_server(self.folder / "logs" / "server.log") as port:
            self.variables.update(
                {
                    f"{PREFIX}HOST": "127.0.0.1",
                    f"{PREFIX}PORT": str(port),
                    f"{PREFIX}DATABASE": "postgres",
                    f"{PREFIX}USER": "owner",
                }
            )
            with self._attached(self.variables):
                yield

    @contextmanager
    def _attached(self, variables: Mapping[str, str]) -> Iterator[None]:
        """Attach the server to the connection that holds the warehouse."""
        given = {part: variables.get(PREFIX + name) for part, name in PARTS.items()}
        server = " ".join(f"{part}={_in_quotes(value)}" for part, value in given.items() if value)
        load_extension(self.warehouse, "postgres_scanner", "a build on PostgreSQL")
        self.warehouse.execute(f"attach '{sql_text(server)}' as {ATTACHED} (type postgres)")
        try:
            yield
        finally:
            self.warehouse.execute(f"detach {ATTACHED}")

    def take(self, tables: Sequence[str]) -> None:
        """Copy tables to the server; its planner needs to know what is in them."""
        for schema in dict.fromkeys(name.split(".")[0] for name in tables):
            self._execute(f"create schema if not exists {sql_name(schema)}")
        for name in tables:
            self._execute(f"drop table if exists {quoted(name)} cascade")
            self.warehouse.execute(
                f"create table {ATTACHED}.{quoted(name)} as select * from {quoted(name)}"
            )
            self._execute(f"analyze {quoted(name)}")

    def dbt(self, *arguments: str) -> None:
        """Run dbt; DuckDB would otherwise know only what there was before."""
        super().dbt(*arguments)
        self.warehouse.execute("call pg_clear_cache()")

    def relation(self, table: str) -> str:
        """Return what DuckDB reads a built table from."""
        return f"{ATTACHED}.{quoted(table)}"

    def _execute(self, statement: str) -> None:
        self.warehouse.execute(f"call postgres_execute('{ATTACHED}', ?)", [statement])


def _in_quotes(value: str) -> str:
    """Return a value as a connection string has it."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


@contextmanager
def private_server(log: Path) -> Iterator[int]:
    """Start a server on a free port of loopback, as a user who may be one; stop it by its own id.

    Its data lie in a temporary folder and go with it.
    """
    missing = [name for name in ("initdb", "postgres") if shutil.which(name) is None]
    if missing:
        raise EngineError(
            f"{' and '.join(missing)} not found: install PostgreSQL's server and put the folder of "
            "its programs in the PATH, or name a server of yours in SUPPORTMART_POSTGRES_HOST"
        )
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="supportmart-postgres-") as name, log.open("wb") as out:
        folder = Path(name)
        folder.chmod(0o777)
        data = folder / "data"
        # Texts sort by code point, as in DuckDB.
        subprocess.run(
            [
                *("initdb", "-D", str(data), "-U", "owner", "-A", "trust", "-E", "UTF8"),
                *("--locale", "C.UTF-8", "--no-sync"),
            ],
            user=user,
            check=True,
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        port = free_port()
        settings = [f"{key}={value}" for key, value in SETTINGS.items()]
        process = subprocess.Popen(
            [
                *("postgres", "-D", str(data), "-p", str(port), "-k", name),
                *(part for setting in settings for part in ("-c", setting)),
            ],
            user=user,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, log)
            yield port
        finally:
            # A fast shutdown: it ends the sessions that are left.
            process.send_signal(signal.SIGINT)
            process.wait()


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise EngineError(f"PostgreSQL ended while it started: see {log}")
        if b"ready to accept connections" in log.read_bytes():
            return
        time.sleep(POLL_SECONDS)
    raise EngineError(f"PostgreSQL was not up after {START_SECONDS:.0f} s: see {log}")


def free_port() -> int:
    """Return a port of loopback on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
