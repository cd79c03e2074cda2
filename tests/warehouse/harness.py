"""Write a landing folder from Python rows, load it, run dbt on it, and read tables back.

Every warehouse lives in the folder a test names, with its own dbt target and logs, so that tests
neither touch `var/` nor each other. dbt runs in this process and is parsed once per process.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult

from orchestration.config import PROJECT, Settings
from orchestration.increments import Since
from orchestration.landing import LoadSummary, load_landing

Row = dict[str, Any]
Format = Literal["csv", "jsonl", "parquet"]
CORE = ("+path:models/core",)


@dataclass(frozen=True)
class Connection:
    """One connection's folder: its type and, per table, its rows or its files' rows by stem."""

    tables: Mapping[str, Sequence[Row] | Mapping[str, Sequence[Row]]]
    type: str = "helpdesk"
    format: Format = "csv"
    options: Mapping[str, Any] = field(default_factory=dict)


def settings_below(root: Path, *, as_of: datetime, time_zone: str = "UTC") -> Settings:
    """Return settings whose landing folder and databases all lie below one folder."""
    return Settings(
        landing=root / "landing",
        warehouse=root / "warehouse.duckdb",
        serving=root / "serving.duckdb",
        as_of=as_of,
        time_zone=time_zone,
    )


def project_with_rows(project: Path, seeds: Mapping[str, Sequence[Row]]) -> Path:
    """Make a folder of the same project, with more rows in some of its seeds."""
    (project / "seeds").mkdir(parents=True)
    for name in ("dbt_project.yml", "profiles.yml", "macros", "models", "tests"):
        (project / name).symlink_to(PROJECT / name)
    for path in (PROJECT / "seeds").iterdir():
        shutil.copy(path, project / "seeds")
    for seed, rows in seeds.items():
        with (project / "seeds" / f"{seed}.csv").open("r+", encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
            file.seek(0, os.SEEK_END)
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writerows(rows)
    return project


def write_landing(landing: Path, connections: Mapping[str, Connection]) -> None:
    """Write (or add files to) the landing folder; a table without rows gets no file."""
    for name, connection in connections.items():
        folder = landing / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "connection.yml").write_text(
            yaml.safe_dump({"type": connection.type, **connection.options}), encoding="utf-8"
        )
        for table, content in connection.tables.items():
            if isinstance(content, Mapping):
                (folder / table).mkdir(exist_ok=True)
                for stem, rows in content.items():
                    write_rows(folder / table / f"{stem}.{connection.format}", rows)
            else:
                write_rows(folder / f"{table}.{connection.format}", content)


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as the file's suffix says; the columns are every key that any row has."""
    if not rows:
        return
    columns = list(dict.fromkeys(column for row in rows for column in row))
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([_text(row.get(column)) for column in columns] for row in rows)
    elif path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, default=_text, ensure_ascii=False) + "\n")
    elif path.suffix == ".parquet":
        with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
            lines = Path(folder) / "rows.jsonl"
            write_rows(lines, rows)
            # One object per row and every value as text: the loader types what it reads.
            shape = dict.fromkeys(columns, "VARCHAR")
            connection.from_query(
                "select * from read_json(?, columns = ?)", params=[str(lines), shape]
            ).write_parquet(str(path))
    else:
        raise ValueError(f"{path.name}: write csv, jsonl or parquet")


def _text(value: Any) -> Any:
    """Return a value as a landing file spells it."""
    if isinstance(value, datetime):
        return value.isoformat() + ("Z" if value.tzinfo is None else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def load(settings: Settings, run_id: str = "test") -> LoadSummary:
    """Load what is new in the landing folder into the warehouse's raw schemas."""
    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.warehouse)) as connection:
        return load_landing(settings, connection, run_id)


def loaded_everything(summary: LoadSummary) -> None:
    """Fail with what the loader says about connections or files that it left out."""
    errors = [str(message) for message in summary.messages if message.severity == "error"]
    assert not errors, "\n".join(errors)


def build(
    settings: Settings, *select: str, full_refresh: bool = False, since: Since | None = None
) -> None:
    """Build the selected seeds and models (default: everything core needs), without dbt's tests.

    With the end of an earlier build only what has changed since is computed.
    """
    arguments = ["build", "--exclude-resource-type", "test", "unit_test"]
    if full_refresh:
        arguments.append("--full-refresh")
    run_dbt(settings, *arguments, "--select", *(select or CORE), since=since)


def run_dbt(settings: Settings, *arguments: str, since: Since | None = None) -> dbtRunnerResult:
    """Run a dbt command in this process and fail with the nodes' messages when it fails."""
    with _environment(settings, since):
        manifest = _manifest()
        for node in manifest.nodes.values():
            if node.resource_type == "seed":
                node.root_path = str(settings.project)
        flags = _flags(settings.project)
        result = dbtRunner(manifest=manifest).invoke([*arguments, *flags])
        # dbt-duckdb keeps the file open for the next command; a reader would find it locked.
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    if not result.success:
        nodes = getattr(result.result, "results", [])
        messages = [
            f"{node.node.name}: {node.message}"
            for node in nodes
            if node.status in ("error", "fail", "runtime error")
        ]
        raise AssertionError(f"dbt {' '.join(arguments)} failed\n" + "\n".join(messages)) from (
            result.exception
        )
    return result


def query(settings: Settings, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Return a query's rows as dicts; instants come back naive, in UTC."""
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        cursor = connection.execute(sql, list(parameters))
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]


def table(settings: Settings, name: str) -> list[Row]:
    """Return all rows of a table."""
    return query(settings, f"select * from {name}")


def stable_key(*parts: str | None) -> uuid.UUID | None:
    """Return the warehouse's key of natural ids: the digest of the length-prefixed parts."""
    if any(part is None for part in parts):
        return None
    text = "".join(f"{len(part)}:{part}" for part in parts if part is not None)
    return uuid.UUID(hashlib.md5(text.encode("utf-8"), usedforsecurity=False).hexdigest())


@contextmanager
def _environment(settings: Settings, since: Since | None) -> Iterator[None]:
    """Set the settings' variables for the time of a dbt command."""
    before = dict(os.environ)
    os.environ.update(settings.environment())
    os.environ.update(since.environment() if since else {})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    """Return this process's folder for dbt's target and logs; it goes when the process ends."""
    return tempfile.TemporaryDirectory(prefix="supportmart-dbt-")


def _flags(project: Path = PROJECT) -> list[str]:
    scratch = Path(_scratch().name)
    return [
        "--quiet",
        "--project-dir",
        str(project),
        "--profiles-dir",
        str(project),
        "--target-path",
        str(scratch / "target"),
        "--log-path",
        str(scratch / "logs"),
    ]


@cache
def _manifest() -> Any:
    """Parse the project once per process; settings are read when models run, not here."""
    result = dbtRunner().invoke(["parse", *_flags()])
    if not result.success:
        raise AssertionError("dbt parse failed") from result.exception
    return result.result
