"""Whole nights, through the command line: one that is degraded, and one that a gate holds back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from orchestration.config import PROJECT, Settings
from orchestration.dbt_project import prepare_manifest, read_manifest
from orchestration.gates.definition import read_checks
from orchestration.gates.page import data_docs_page
from orchestration.publication.columns import SCHEMAS, is_private
from orchestration.warehouse import writer_lock
from tests.warehouse.harness import Connection, Row, settings_below, write_landing

AS_OF = datetime.fromisoformat("2026-06-30T00:00:00+00:00")
# How far a replica was read, what is settled, who was erased, which words a connection.yml maps and
# what the last build rests on: of use to the next run only.
UNPUBLISHED_BOOKS = {
    "sync_state",
    "settled_loads",
    "erasures",
    "connection_channels",
    "last_build",
}
SECRETS = ("Ann Secret", "ann@secret.example", "what only Ann may know")


@dataclass(frozen=True)
class Night:
    """What a run of the command line left behind."""

    code: int
    error: list[str]
    settings: Settings


def _desk(tickets: int) -> Connection:
    created = [AS_OF - timedelta(days=60) + timedelta(minutes=30 * n) for n in range(tickets)]
    rows: dict[str, list[Row]] = {
        "customers": [{"customer_id": "7", "name": SECRETS[0], "email": SECRETS[1]}],
        "agents": [{"agent_id": "90", "name": "Bob Secret"}],
        "tickets": [
            {
                "ticket_id": str(n),
                "channel": "email",
                "created_at": at,
                "status": "solved",
                "subject": SECRETS[2],
                "requester_id": "7",
                "assignee_id": "90",
            }
            for n, at in enumerate(created)
        ],
        "messages": [
            {
                "message_id": f"{n}-{kind}",
                "ticket_id": str(n),
                "sent_at": at + timedelta(minutes=minutes),
                "sender_kind": kind,
                "sender_id": sender,
                "body": SECRETS[2],
            }
            for n, at in enumerate(created)
            for kind, sender, minutes in (("customer", "7", 0), ("agent", "90", 15))
        ],
    }
    return Connection(rows)


def _nightly(settings: Settings, *command: str, **variables: str) -> Night:
    """Run a command as a user does, in a process and with Dagster records of its own."""
    result = subprocess.run(
        [Path(sys.executable).with_name("supportmart"), *(command or ["nightly"])],
        env={
            **os.environ,
            **settings.environment(),
            "DAGSTER_HOME": str(settings.serving.parent / "dagster"),
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in result.stderr
    return Night(result.returncode, result.stderr.splitlines(), settings)


def _query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def degraded(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """A first night: one good connection, and one without its connection.yml."""
    settings = settings_below(tmp_path_factory.mktemp("nights"), as_of=AS_OF)
    write_landing(settings.landing, {"desk": _desk(120)})
    (settings.landing / "broken").mkdir()
    return _nightly(settings)


@pytest.fixture(scope="module")
def held(degraded: Night) -> tuple[Night, bytes]:
    """The night after, on a warehouse that has lost nearly everything; and what was published."""
    before = degraded.settings.serving.read_bytes()
    settings = replace(
        degraded.settings,
        landing=degraded.settings.landing.with_name("fewer"),
        warehouse=degraded.settings.warehouse.with_name("emptied.duckdb"),
    )
    write_landing(settings.landing, {"desk": _desk(10)})
    return _nightly(settings), before


def test_one_broken_connection_degrades_the_night_and_the_others_are_published(
    degraded: Night,
) -> None:
    assert degraded.code == 0, degraded.error
    assert "broken" in degraded.error[-1]
    assert "connection.yml" in degraded.error[-1]
    assert _query(
        degraded.settings.serving,
        "select status, detail like '%broken%', contacts, replies, rows_rejected,"
        " finished_at >= started_at, as_of from quality.runs",
    ) == [("degraded", True, 120, 120, 0, True, AS_OF.replace(tzinfo=None))]
    assert _query(degraded.settings.warehouse, "select status from quality.runs") == [("degraded",)]


def test_the_published_figures_are_those_of_the_warehouse(degraded: Night) -> None:
    # Every ticket is answered after 15 minutes.
    figures = "select count(*), min(first_reply_seconds), max(first_reply_seconds)"
    assert _query(degraded.settings.serving, f"{figures} from core.fct_contacts") == [
        (120, 900, 900)
    ]


def test_every_table_and_column_that_is_not_private_is_published(degraded: Night) -> None:
    models = [
        node
        for node in read_manifest(prepare_manifest(PROJECT))["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in SCHEMAS
    ]
    private = {
        (model["schema"], model["alias"], column)
        for model in models
        for column, properties in model["columns"].items()
        if is_private(model) or is_private(properties)
    } | {("quality", "rejected_rows", "raw_row")}
    columns = "select schema_name, table_name, column_name from duckdb_columns() where not internal"
    published = set(_query(degraded.settings.serving, columns))
    built = {
        (schema, table, column)
        for schema, table, column in _query(degraded.settings.warehouse, columns)
        if schema in SCHEMAS and table not in UNPUBLISHED_BOOKS
    }
    assert published == built - private
    assert {schema for schema, _, _ in published} == set(SCHEMAS)


def test_no_name_address_or_message_is_published(degraded: Night) -> None:
    texts = _query(
        degraded.settings.serving,
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where data_type like '%VARCHAR%' and not internal",
    )
    with duckdb.connect(str(degraded.settings.serving), read_only=True) as connection:
        for schema, table, column in texts:
            for secret in SECRETS:
                found = connection.execute(
                    f"select count(*) from {schema}.{table}"
                    f' where contains(cast("{column}" as varchar), ?)',
                    [secret],
                ).fetchone()
                assert found == (0,), f"{secret!r} is in {schema}.{table}.{column}"


def test_published_tables_and_columns_have_their_descriptions(degraded: Night) -> None:
    bare = _query(
        degraded.settings.serving,
        "select table_name, column_name from duckdb_columns()"
        " where schema_name in ('core', 'marts') and coalesce(comment, '') = ''",
    )
    assert bare == []


def test_every_check_of_dbt_and_of_the_gates_is_on_record(degraded: Night) -> None:
    recorded = dict(
        _query(
            degraded.settings.serving,
            "select checked_by, count(*) from quality.check_results"
            " where success or severity = 'warn' group by all",
        )
    )
    assert recorded["great_expectations"] == len(read_checks("raw")) + len(read_checks("built"))
    assert recorded["dbt"] > 50
    for gate in ("raw", "built"):
        docs = degraded.settings.warehouse.parent / "data_docs" / gate / "index.html"
        assert docs.exists()
    page = data_docs_page(degraded.settings.warehouse).read_text(encoding="utf-8")
    assert "Published, but a connection or file was refused." in page
    assert "did not come this far" not in page


def test_dagster_has_the_run_on_record(degraded: Night) -> None:
    with dg.DagsterInstance.from_config(
        str(degraded.settings.serving.parent / "dagster")
    ) as instance:
        records = instance.get_run_records()
        assert [record.dagster_run.job_name for record in records] == ["nightly"]
        event = instance.get_latest_materialization_event(dg.AssetKey(["core", "fct_contacts"]))
        assert event is not None
        assert event.asset_materialization is not None
        metadata = event.asset_materialization.metadata
    assert metadata["dagster/row_count"].value == 120
    columns = metadata["dagster/column_schema"].value
    assert "contact_key" in {column.name for column in columns.columns}


def test_a_repair_is_published_like_a_night(degraded: Night, tmp_path: Path) -> None:
    settings = replace(
        degraded.settings,
        warehouse=tmp_path / "warehouse.duckdb",
        serving=tmp_path / "serving.duckdb",
    )
    shutil.copy(degraded.settings.warehouse, settings.warehouse)
    shutil.copy(degraded.settings.serving, settings.serving)
    seconds = "select sum(first_reply_seconds) from core.fct_contacts"
    for file in (settings.warehouse, settings.serving):
        with duckdb.connect(str(file)) as connection:
            connection.execute("update core.fct_contacts set first_reply_seconds = 1")
    first, last = AS_OF - timedelta(days=60), AS_OF - timedelta(days=59)
    days = ["--from", f"{first:%Y-%m-%d}", "--to", f"{last:%Y-%m-%d}"]
    night = _nightly(settings, "repair", "--connection", "desk", *days)
    assert night.code == 0, night.error
    assert any(
        "repairing connections desk, days 2026-05-01 to 2026-05-02" in line for line in night.error
    )
    # Those of the third day are the same customer's, and computed anew with the others.
    for file in (settings.warehouse, settings.serving):
        assert _query(file, seconds) == [(120 * 900,)]
    assert _query(settings.serving, "select status from quality.runs order by started_at") == [
        ("degraded",),
        ("degraded",),
    ]
    with dg.DagsterInstance.from_config(str(tmp_path / "dagster")) as instance:
        assert [record.dagster_run.job_name for record in instance.get_run_records()] == ["repair"]


def test_a_gate_holds_the_publication_back(held: tuple[Night, bytes]) -> None:
    night, before = held
    assert night.code == 3, night.error
    assert sum("row_count_movement" in line for line in night.error) == 1
    assert "row_count_movement" in night.error[-1]
    assert not any("Dependencies for step" in line for line in night.error)
    assert night.settings.serving.read_bytes() == before
    assert _query(night.settings.warehouse, "select status from quality.runs") == [("held",)]
    assert _query(
        night.settings.warehouse,
        "select check_name, observed from quality.check_results"
        " where not success and severity = 'error'",
    ) == [("row_count_movement", '{"desk": 0.083333}')]


def test_a_second_run_waits_and_then_says_who_holds_the_warehouse(degraded: Night) -> None:
    before = degraded.settings.serving.read_bytes()
    with writer_lock(degraded.settings.warehouse, 0, print):
        night = _nightly(degraded.settings, SUPPORTMART_LOCK_WAIT_SECONDS="0.5")
    assert night.code == 1, night.error
    assert f"process {os.getpid()}" in night.error[-1]
    assert any("waiting" in line for line in night.error)
    assert degraded.settings.serving.read_bytes() == before


def test_nothing_to_load_fails_and_says_where_to_put_files(degraded: Night, tmp_path: Path) -> None:
    settings = replace(
        degraded.settings,
        landing=tmp_path / "landing",
        warehouse=tmp_path / "warehouse.duckdb",
    )
    settings.landing.mkdir()
    night = _nightly(settings)
    assert night.code == 1, night.error
    assert str(settings.landing) in night.error[-1]
    assert _query(settings.warehouse, "select status from quality.runs") == [("failed",)]
    # The cause stands there once, and Dagster's words on the steps after it nowhere.
    assert sum("add one" in line for line in night.error) == 1
    assert not any("Dependencies for step" in line for line in night.error)
    assert "Stack Trace" in (tmp_path / "last_failure.log").read_text(encoding="utf-8")
