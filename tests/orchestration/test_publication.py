from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import runs
from orchestration.config import PROJECT
from orchestration.dbt_project import prepare_manifest, read_manifest
from orchestration.publication import SCHEMAS, publish
from orchestration.publication.columns import is_private

FINISHED_AT = runs.utc_now()
PRIVATE = {"config": {"meta": {"private": True}}}


def _model(name: str, columns: dict[str, dict[str, Any]], **properties: Any) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "schema": "core",
        "alias": name,
        "description": f"One row per {name}.",
        "columns": {
            column: {"description": f"The {column}.", **extra} for column, extra in columns.items()
        },
        **properties,
    }


MANIFEST = {
    "nodes": {
        "contacts": _model("contacts", {"contact_key": {}, "body": PRIVATE}),
        "people": _model("people", {"name": {}}, **PRIVATE),
    }
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        runs.create_tables(connection)
        connection.execute(
            """
            create schema core;
            create table core.contacts as
                select range as contact_key, 'secret' as body, 'forgotten' as undescribed
                from range(1000);
            create table core.people as select 'Ann' as name;
            create table core.left_over as select 1 as contact_key;
            create table quality.rejected_rows as
                select
                    'tickets' as table_name, 'Ann' as raw_row,
                    'created_at is ''Ann O''Hara'', which is no instant; mend it' as reason;
            create table quality.erasures as select 'digest' as id_digest;
            insert into quality.runs (run_id, status) values ('run', 'running');
            """
        )
    return path


def _publish(warehouse: Path, status: runs.Status = "published") -> Path:
    serving = warehouse.with_name("serving.duckdb")
    publish(warehouse, serving, MANIFEST, run_id="run", status=status, finished_at=FINISHED_AT)
    return serving


def _query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_only_described_columns_that_are_not_private_are_published(warehouse: Path) -> None:
    serving = _publish(warehouse)
    columns = _query(
        serving,
        "select table_name, list(column_name order by column_index) from duckdb_columns()"
        " where schema_name in ('core', 'quality')"
        " and table_name not in ('runs', 'check_results') group by all order by all",
    )
    assert columns == [
        ("contacts", ["contact_key"]),
        ("rejected_rows", ["table_name", "reason"]),
    ]


def test_a_reason_is_published_without_the_value_it_quotes(warehouse: Path) -> None:
    serving = _publish(warehouse)
    assert _query(serving, "select reason from quality.rejected_rows") == [
        ("created_at is …, which is no instant; mend it",)
    ]


def test_descriptions_are_published(warehouse: Path) -> None:
    serving = _publish(warehouse)
    assert _query(serving, "select comment from duckdb_tables() where table_name = 'contacts'") == [
        ("One row per contacts.",)
    ]
    assert _query(
        serving, "select comment from duckdb_columns() where table_name = 'contacts'"
    ) == [("The contact_key.",)]


def test_the_published_row_of_the_run_says_how_it_ended(warehouse: Path) -> None:
    serving = _publish(warehouse, "degraded")
    assert _query(serving, "select status, finished_at from quality.runs") == [
        ("degraded", FINISHED_AT)
    ]
    assert _query(warehouse, "select status from quality.runs") == [("running",)]


def test_the_file_is_of_a_version_that_older_drivers_read(warehouse: Path) -> None:
    serving = _publish(warehouse)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{serving}' as serving (read_only)")
        tags = connection.execute(
            "select tags['storage_version'] from duckdb_databases() where database_name = 'serving'"
        ).fetchone()
    assert tags is not None
    assert str(tags[0]).startswith("v1.4")


def test_a_connected_reader_keeps_the_old_state_and_the_next_sees_the_new(
    warehouse: Path,
) -> None:
    serving = _publish(warehouse)
    reader = duckdb.connect(str(serving), read_only=True)
    reader.execute("begin")
    assert reader.execute("select count(*) from core.contacts").fetchone() == (1000,)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("delete from core.contacts where contact_key >= 10")
    _publish(warehouse)
    assert reader.execute("select count(*), sum(contact_key) from core.contacts").fetchone() == (
        1000,
        499500,
    )
    reader.close()
    assert _query(serving, "select count(*) from core.contacts") == [(10,)]


def test_a_log_that_a_crash_left_is_not_replayed_into_the_new_file(warehouse: Path) -> None:
    serving = _publish(warehouse)
    orphan = serving.with_name(serving.name + ".wal")
    orphan.write_bytes(b"from another file")
    _publish(warehouse)
    assert not orphan.exists()
    assert _query(serving, "select count(*) from core.contacts") == [(1000,)]


def test_what_a_crash_left_half_built_is_replaced(warehouse: Path) -> None:
    building = warehouse.with_name("serving.duckdb.building")
    building.write_bytes(b"half a database")
    serving = _publish(warehouse)
    assert not building.exists()
    assert _query(serving, "select count(*) from core.contacts") == [(1000,)]


def test_a_failure_leaves_the_published_file_as_it_was(warehouse: Path) -> None:
    serving = _publish(warehouse)
    before = serving.read_bytes()
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("drop table quality.runs")
    with pytest.raises(duckdb.Error):
        _publish(warehouse)
    assert serving.read_bytes() == before


def test_columns_that_can_hold_a_person_are_marked_private() -> None:
    """Names that free text, people and addresses have; a metric's or table's name is no person."""
    personal = re.compile(r"(^|_)(body|text|subject|comment|email|address|phone)($|_)|^(.*_)?name$")
    harmless = {"measured_count_name", "schedule_name", "table_name"}
    # A length, a date or a digest tells nobody's name; what has no type in its contract might.
    wordless = {"bigint", "boolean", "date", "double", "integer", "timestamp", "uuid"}
    models = read_manifest(prepare_manifest(PROJECT))["nodes"].values()
    columns = [
        (f"{model['alias']}.{column}", is_private(model) or is_private(properties))
        for model in models
        if model["resource_type"] == "model" and model["schema"] in SCHEMAS
        for column, properties in model["columns"].items()
        if personal.search(column)
        if column not in harmless and properties.get("data_type") not in wordless
    ]
    assert ("dim_agents.name", True) in columns
    assert [name for name, private in columns if not private] == []
