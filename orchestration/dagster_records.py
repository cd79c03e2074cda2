"""Dagster's own records of runs, kept in SQLite as by default, with connections that stay open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import yaml
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event

WAIT_SECONDS = 20


class EventLog(SqliteEventLogStorage):
    """The default event log, quicker.

    The default makes an engine, a connection and every statement anew for each of a run's thousand
    events, which took as long as a fifth of an empty night.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> EventLog:
        """Return the log in the configured folder."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engines.get(shard)
            if engine is None:
                engine = create_engine(
                    self.conn_string_for_shard(shard), connect_args={"timeout": WAIT_SECONDS}
                )
                event.listen(engine, "connect", _need_not_wait_for_the_disk)
                self._initdb(engine)
                self._engines[shard] = engine
            with engine.begin() as connection:
                yield connection

    def dispose(self) -> None:
        """Close the connections, which writes what is in SQLite's own logs to the files."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()


def dagster_instance(home: Path) -> dg.DagsterInstance:
    """Return the instance of a home; what its dagster.yaml says of storage holds."""
    configured = yaml.safe_load((home / "dagster.yaml").read_text(encoding="utf-8")) or {}
    if {"storage", "event_log_storage"} & configured.keys():
        return dg.DagsterInstance.get()
    event_log = {
        "module": EventLog.__module__,
        "class": EventLog.__name__,
        # Where Dagster has it by default, for the UI reads it too.
        "config": {"base_dir": str(home / "history" / "runs")},
    }
    return dg.DagsterInstance.from_ref(
        InstanceRef.from_dir(str(home), overrides={"event_log_storage": event_log})
    )


def _need_not_wait_for_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    """Let a commit end before the disk has it.

    A power cut may lose the last events of a run's record; it damages neither the record nor data.
    """
    connection.execute("pragma synchronous = normal")
