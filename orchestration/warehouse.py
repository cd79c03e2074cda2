"""Connections to the warehouse file, and the lock that lets one run at a time write to it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

DEFAULT_LOCK_WAIT_SECONDS = 3600.0
POLL_SECONDS = 0.2


class WarehouseBusyError(RuntimeError):
    """Another process holds the warehouse; the message says which and what to do."""


def connect(
    path: Path, *, read_only: bool = False, leaves_log: bool = False
) -> duckdb.DuckDBPyConnection:
    """Open a database file with the memory limit that dbt's profile uses, in UTC.

    What was written last is left in the engine's log beside the file if `leaves_log`, as after a
    crash: whoever opens the file next finds it there. Of a large file, moving it over when the
    file is closed takes most of a second, for the places of all tables are written anew.
    """
    if not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        str(path),
        read_only=read_only,
        config={
            "memory_limit": os.environ.get("SUPPORTMART_MEMORY_LIMIT") or "4GB",
            "preserve_insertion_order": False,
            # Only counts when the file is made: newer compression is cheaper to write.
            "storage_compatibility_version": "latest",
        },
    )
    connection.execute("set timezone = 'UTC'")
    if leaves_log:
        connection.execute("pragma disable_checkpoint_on_shutdown")
    return connection


def sql_text(value: object) -> str:
    """Return a value as the inside of a quoted SQL text, where a parameter is not allowed."""
    return str(value).replace("'", "''")


def sql_name(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def is_lock_conflict(message: str) -> bool:
    """Tell whether an error says that another process has the database file open."""
    return "Could not set lock on file" in message or "Conflicting lock is held" in message


def lock_path(warehouse: Path) -> Path:
    """Return the lock file that lies beside a warehouse."""
    return warehouse.with_name(warehouse.name + ".lock")


def lock_wait_seconds() -> float:
    """Return how long a run waits for another one, from SUPPORTMART_LOCK_WAIT_SECONDS."""
    return float(os.environ.get("SUPPORTMART_LOCK_WAIT_SECONDS") or DEFAULT_LOCK_WAIT_SECONDS)


def lock_holder(warehouse: Path) -> str | None:
    """Return what the process that holds the lock wrote about itself; None when it is free."""
    path = lock_path(warehouse)
    if not path.exists():
        return None
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            return file.read().strip() or "another process"
    return None


@contextmanager
def writer_lock(
    warehouse: Path, wait_seconds: float, announce: Callable[[str], None]
) -> Iterator[None]:
    """Hold the operating system's lock beside the warehouse; it goes when the process ends.

    DuckDB's own lock lasts one connection, and a run opens several with dbt's process in between:
    without this one a second run could build on half of the first one's load.
    """
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    announced = False
    with lock_path(warehouse).open("a+", encoding="utf-8") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                file.seek(0)
                holder = file.read().strip() or "another process"
            if time.monotonic() >= deadline:
                raise WarehouseBusyError(
                    f"{warehouse} is being written by {holder}, still after {wait_seconds:.0f} s: "
                    "run again when it has ended, or give SUPPORTMART_WAREHOUSE another file"
                )
            if not announced:
                announce(f"{warehouse} is being written by {holder}: waiting for it to end")
                announced = True
            time.sleep(POLL_SECONDS)
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        file.flush()
        yield
