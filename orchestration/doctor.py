"""Looks at everything a run needs, and says how to mend what is not as it should be."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from orchestration.config import ConfigurationError, Settings, why_not_writable
from orchestration.dbt_project import manifest_is_stale, manifest_key
from orchestration.landing.connections import SETTINGS, Connection, read_connection, without_user
from orchestration.landing.discovery import find_files, is_elsewhere, is_meant_for_a_table
from orchestration.landing.files import require_mandatory_tables
from orchestration.landing.load import connection_folders
from orchestration.landing.seeds import read_seed, seed_faults
from orchestration.landing.summary import LandingError
from orchestration.warehouse import is_lock_conflict, lock_holder

LEAST_PYTHON = (3, 11)
DUCKDB = "1.5.5"
VARIABLES = (
    "SUPPORTMART_LANDING",
    "SUPPORTMART_WAREHOUSE",
    "SUPPORTMART_SERVING",
    "SUPPORTMART_AS_OF",
    "SUPPORTMART_TIME_ZONE",
    "SUPPORTMART_MEMORY_LIMIT",
    "SUPPORTMART_LOCK_WAIT_SECONDS",
    "SUPPORTMART_SPARK_PORT",
    "SUPPORTMART_POSTGRES_HOST",
    "SUPPORTMART_POSTGRES_PORT",
    "SUPPORTMART_POSTGRES_DATABASE",
    "SUPPORTMART_POSTGRES_USER",
    "SUPPORTMART_POSTGRES_PASSWORD",
    # Of the tests and the benchmark.
    "SUPPORTMART_REAL_DATA",
    "SUPPORTMART_PROPERTY_BATCHES",
    "SUPPORTMART_PROPERTY_STORIES",
    "SUPPORTMART_FLOOR",
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; the mend is empty when all is well."""

    subject: str
    state: str
    mend: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.mend


def examine() -> Iterator[Finding]:
    """Look at configuration, versions, seeds, connections, files and locks."""
    yield from _versions()
    yield from _unknown_variables()
    try:
        settings = Settings.from_environment()
    except ConfigurationError as error:
        yield Finding("configuration", "cannot be used", str(error))
        return
    yield Finding("configuration", f"reporting time zone {settings.time_zone}")
    yield _manifest(settings)
    yield from _seeds(settings)
    yield from _landing(settings)
    yield _lock(settings)
    yield _database("warehouse", settings.warehouse)
    yield _database("serving", settings.serving)
    for name, path in {"warehouse": settings.warehouse, "serving": settings.serving}.items():
        yield _folder(name, path.parent)


def _versions() -> Iterator[Finding]:
    python = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < LEAST_PYTHON:
        yield Finding("python", python, "run `make setup PYTHON=python3.11`")
    else:
        yield Finding("python", python)
    if duckdb.__version__ == DUCKDB:
        yield Finding("duckdb", DUCKDB)
    else:
        yield Finding(
            "duckdb",
            f"{duckdb.__version__}, not {DUCKDB}",
            "run `make setup`, which installs the lock",
        )
    for package in ("dbt-core", "dbt-duckdb", "dagster", "great-expectations"):
        yield Finding(package, version(package))


def _manifest(settings: Settings) -> Finding:
    manifest = settings.project / "target" / "manifest.json"
    if manifest_is_stale(manifest, manifest_key(settings.project)):
        return Finding("dbt manifest", "older than the models; the next run prepares it")
    return Finding("dbt manifest", "fits the models")


def _unknown_variables() -> Iterator[Finding]:
    for name in sorted(os.environ):
        if name.startswith("SUPPORTMART_") and name not in VARIABLES:
            close = get_close_matches(name, VARIABLES, n=1)
            yield Finding(
                name,
                "is set, and nothing reads it",
                f"set {close[0]} if that is meant, and unset {name}" if close else f"unset {name}",
            )


def _seeds(settings: Settings) -> Iterator[Finding]:
    faults = seed_faults(settings.project)
    for fault in faults:
        yield Finding("seeds", "a row cannot be used", fault)
    unknown = list(_unknown_schedules(settings))
    yield from unknown
    if not (faults or unknown):
        yield Finding("seeds", "every row can be used")


def _unknown_schedules(settings: Settings) -> Iterator[Finding]:
    """Find rows for schedules that nobody delivers; before anything is built, none can be told."""
    built = _read(settings.warehouse, "select distinct schedule_id from intermediate.int_schedules")
    if built is None:
        return
    known = {row["schedule_id"] for row in read_seed("schedules", settings.project)}
    known |= {schedule_id for (schedule_id,) in built}
    for seed in ("channel_schedules", "holidays"):
        for row in read_seed(seed, settings.project):
            if row["schedule_id"] and row["schedule_id"] not in known:
                yield Finding(
                    "seeds",
                    f"{row.place}: there is no schedule {row['schedule_id']!r}",
                    f"{row.place}: write its hours into seeds/schedules.csv, deliver them as "
                    "`schedules`, or correct the name: business time is NULL without them",
                )


def _read(warehouse: Path, query: str) -> list[tuple[Any, ...]] | None:
    """Return what a query finds; None without a warehouse, or one that is locked or not built."""
    if not warehouse.exists():
        return None
    try:
        with duckdb.connect(str(warehouse), read_only=True) as database:
            return database.execute(query).fetchall()
    except duckdb.Error:
        return None


def _landing(settings: Settings) -> Iterator[Finding]:
    landing = settings.landing
    if not landing.is_dir():
        yield Finding(
            "landing",
            f"{landing} is no folder",
            f"make {landing} with a folder for each connection, or set SUPPORTMART_LANDING",
        )
        return
    folders, _ = connection_folders(landing)
    if not folders:
        yield Finding(
            "landing",
            f"{landing} has no connection",
            f"put a folder with a connection.yml into {landing}; README.md shows one",
        )
    else:
        yield Finding("landing", f"{landing}: {', '.join(folder.name for folder in folders)}")
    for path in sorted(landing.iterdir()):
        if path.is_file() and not path.name.startswith((".", "_")):
            yield Finding(
                "landing",
                f"{path.name} lies in {landing} itself and is not read",
                f"move {path} into the folder of its connection",
            )
    for folder in folders:
        yield from _connection(settings, folder)


def _connection(settings: Settings, folder: Path) -> Iterator[Finding]:
    """Look at a connection as a load would, as far as its settings and the files' names go."""
    subject = f"connection {folder.name}"
    try:
        connection = read_connection(folder)
        for setting in connection.unknown_settings:
            yield Finding(
                subject,
                f"connection.yml has `{setting}:`, which nothing reads",
                f"remove it from {folder / 'connection.yml'}; the settings are "
                f"{', '.join(SETTINGS)}",
            )
        if is_elsewhere(connection):
            place = without_user(connection.location or "")
            yield Finding(subject, f"{connection.contract.type}, read from {place} by a run")
            return
        yield from _files(settings, connection, subject)
    except LandingError as error:
        yield Finding(subject, "would be refused", f"{folder}: {error.text}")


def _files(settings: Settings, connection: Connection, subject: str) -> Iterator[Finding]:
    with duckdb.connect() as database:
        found, messages = find_files(database, connection)
    for message in messages:
        ignored = f"{message.source_file} {message.text}"
        if is_meant_for_a_table(connection, message.source_file or ""):
            yield Finding(subject, "a file is ignored", ignored)
        else:
            yield Finding(subject, ignored)
    require_mandatory_tables(
        connection, found, messages, _loaded_tables(settings.warehouse, connection.name)
    )
    tables = sorted({file.table for file in found})
    yield Finding(
        subject, f"{connection.contract.type}, {len(found)} files of {', '.join(tables) or 'none'}"
    )


def _loaded_tables(warehouse: Path, name: str) -> frozenset[str]:
    """Return the tables of which earlier runs have loaded files; a run need not find them again."""
    rows = _read(
        warehouse, "select distinct connection, table_name from quality.row_ledger order by all"
    )
    return frozenset(table for connection, table in rows or () if connection == name)


def _lock(settings: Settings) -> Finding:
    holder = lock_holder(settings.warehouse)
    if holder:
        return Finding(
            "lock",
            f"held by {holder}",
            "wait for that run to end; if it hangs, end that process: the lock goes with it",
        )
    return Finding("lock", "free")


def _database(name: str, path: Path) -> Finding:
    if not path.exists():
        return Finding(name, f"{path} is not there yet; a run makes it")
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute("select count(*) from duckdb_tables()")
    except duckdb.Error as error:
        if is_lock_conflict(str(error)):
            return Finding(
                name,
                f"{path} is open in another program",
                f"close the program that has {path} open; BI tools should read the serving file",
            )
        return Finding(
            name,
            f"{path} cannot be read: {str(error).splitlines()[0]}",
            f"move {path} away and run `supportmart nightly`, which makes it anew",
        )
    return Finding(name, f"{path}, {path.stat().st_size:,} bytes")


def _folder(name: str, path: Path) -> Finding:
    existing = next(parent for parent in (path, *path.parents) if parent.exists())
    if why := why_not_writable(existing):
        return Finding(
            f"{name} folder",
            f"{existing} cannot be written ({why})",
            f"make {existing} a folder that you may write in, or give SUPPORTMART_{name.upper()} "
            "another path",
        )
    return Finding(f"{name} folder", f"{path} can be written")
