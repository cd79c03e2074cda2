"""Looks at everything a run needs, and says how to mend what is not as it should be."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from orchestration.config import ConfigurationError, Settings
from orchestration.dbt_project import manifest_is_stale, manifest_key
from orchestration.warehouse import is_lock_conflict, lock_holder

LEAST_PYTHON = (3, 11)
DUCKDB = "1.5.5"


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
    """Look at configuration, versions, files and locks."""
    yield from _versions()
    try:
        settings = Settings.from_environment()
    except ConfigurationError as error:
        yield Finding("configuration", "cannot be used", str(error))
        return
    yield Finding("configuration", f"reporting time zone {settings.time_zone}")
    yield _manifest(settings)
    yield _landing(settings)
    yield _lock(settings)
    yield _database("warehouse", settings.warehouse)
    yield _database("serving", settings.serving)
    for name, path in {"warehouse": settings.warehouse, "serving": settings.serving}.items():
        yield _folder(f"{name} folder", path.parent)


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


def _landing(settings: Settings) -> Finding:
    landing = settings.landing
    if not landing.is_dir():
        return Finding(
            "landing",
            f"{landing} is no folder",
            f"make {landing} with a folder for each connection, or set SUPPORTMART_LANDING",
        )
    connections = [path.parent.name for path in landing.glob("*/connection.yml")]
    if not connections:
        return Finding(
            "landing",
            f"{landing} has no connection",
            f"put a folder with a connection.yml into {landing}; README.md shows one",
        )
    return Finding("landing", f"{landing}: {', '.join(sorted(connections))}")


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
    if os.access(existing, os.W_OK):
        return Finding(name, f"{path} can be written")
    return Finding(
        name, f"{existing} cannot be written", f"give yourself the right to write in {existing}"
    )
