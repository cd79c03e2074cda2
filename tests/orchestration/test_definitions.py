from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.config import PROJECT
from orchestration.dbt_project import prepare_manifest, read_manifest
from orchestration.gates.definition import read_checks
from orchestration.landing.contract import read_contracts

# Opens no socket and no database; anything that tries ends the process.
LOAD = """
import socket, sys
import duckdb

def refuse(*arguments, **options):
    raise SystemExit("opened a connection")

socket.socket.connect = refuse
duckdb.connect = refuse
from orchestration.definitions import defs
print(len(list(defs().resolve_all_asset_specs())))
"""


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return read_manifest(prepare_manifest(PROJECT))


@pytest.fixture(scope="module")
def definitions(manifest: dict[str, Any]) -> dg.Definitions:
    from orchestration.definitions import defs

    return defs()


@pytest.fixture(scope="module")
def specs(definitions: dg.Definitions) -> dict[tuple[str, ...], dg.AssetSpec]:
    return {tuple(spec.key.path): spec for spec in definitions.resolve_all_asset_specs()}


@pytest.fixture(scope="module")
def checks(definitions: dg.Definitions) -> dict[tuple[str, str], dg.AssetCheckSpec]:
    graph = definitions.resolve_asset_graph()
    return {
        (".".join(key.asset_key.path), key.name): graph.get_check_spec(key)
        for key in graph.asset_check_keys
    }


def test_loading_opens_neither_network_nor_database(
    manifest: dict[str, Any], tmp_path: Path
) -> None:
    environment = {**os.environ, "SUPPORTMART_WAREHOUSE": str(tmp_path / "warehouse.duckdb")}
    result = subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 100
    assert list(tmp_path.iterdir()) == []


def test_every_raw_table_and_every_model_and_seed_is_an_asset(
    specs: dict[tuple[str, ...], dg.AssetSpec], manifest: dict[str, Any]
) -> None:
    raw = {
        (table.schema, table.name)
        for contract in read_contracts().values()
        for table in contract.tables.values()
    }
    sources = {(node["schema"], node["name"]) for node in manifest["sources"].values()}
    built = {
        (node["schema"], node["name"])
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
        and node["config"]["materialized"] != "ephemeral"
    }
    from orchestration.defs.raw import BOOKS

    books = {("quality", name) for name in BOOKS}
    assert sources <= raw | books
    assert books <= set(specs)
    assert {key[0] for key in specs if key[0].startswith("raw_")} == {schema for schema, _ in raw}
    assert raw <= set(specs)
    assert {table for _, table in built} <= {key[-1] for key in specs}


def test_every_asset_has_a_group_owners_and_a_description(
    specs: dict[tuple[str, ...], dg.AssetSpec],
) -> None:
    bare = [
        key
        for key, spec in specs.items()
        if not (spec.group_name and spec.owners and spec.description)
    ]
    assert bare == []


def test_descriptions_hold_words_and_no_code(
    specs: dict[tuple[str, ...], dg.AssetSpec],
) -> None:
    assert [key for key, spec in specs.items() if "select" in (spec.description or "")] == []
    assert specs["core", "fct_turns"].description.startswith("One row per")


def test_every_check_has_a_description(checks: dict[tuple[str, str], dg.AssetCheckSpec]) -> None:
    (turns,) = (
        check
        for (table, name), check in checks.items()
        if table == "core.fct_turns" and name.startswith("one_row_per_")
    )
    assert turns.description == "One row per turn_key; never NULL: turn_key."
    assert [key for key, check in checks.items() if not check.description] == []


def test_marts_and_nothing_else_have_a_freshness_policy(
    specs: dict[tuple[str, ...], dg.AssetSpec],
) -> None:
    groups = {spec.group_name for spec in specs.values() if spec.freshness_policy}
    assert groups == {"marts"}
    marts = [spec for spec in specs.values() if spec.group_name == "marts"]
    assert all(spec.freshness_policy for spec in marts)


def test_a_gate_blocks_by_its_errors_only(
    checks: dict[tuple[str, str], dg.AssetCheckSpec],
) -> None:
    for check in [*read_checks("raw"), *read_checks("built")]:
        assert checks[check.table, check.name].blocking == (check.severity == "error")


def test_dbts_tests_are_asset_checks(
    checks: dict[tuple[str, str], dg.AssetCheckSpec], manifest: dict[str, Any]
) -> None:
    tests = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and (node.get("attached_node") or "").startswith("model")
    }
    assert tests
    assert tests <= {name for _, name in checks}


def test_the_build_waits_for_the_raw_gate_and_the_publication_for_the_other(
    definitions: dg.Definitions,
) -> None:
    steps = definitions.resolve_job_def("nightly").graph.dependencies

    def upstream(step: str) -> set[str]:
        found: set[str] = set()
        for invocation, inputs in steps.items():
            if invocation.name == step:
                for dependency in inputs.values():
                    found |= {output.node for output in dependency.get_node_dependencies()}
        return found

    assert "raw_gate" in upstream("dbt")
    assert {"dbt", "publication_gate"} <= upstream("published")


def test_the_job_runs_at_two_in_the_reporting_time_zone(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("nightly")
    assert schedule.cron_schedule == "0 2 * * *"
    assert schedule.execution_timezone == os.environ.get("SUPPORTMART_TIME_ZONE", "UTC")


def test_every_step_needs_the_warehouse_whose_lock_one_run_holds(
    definitions: dg.Definitions,
) -> None:
    nodes = definitions.resolve_job_def("nightly").graph.nodes
    assert len(nodes) == 5
    assert all("warehouse" in node.definition.required_resource_keys for node in nodes)  # type: ignore[attr-defined]


def test_the_landing_sensor_is_off_and_asks_once_for_each_quiet_state(
    definitions: dg.Definitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sensor = definitions.resolve_sensor_def("new_landing_files")
    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED
    monkeypatch.setenv("SUPPORTMART_LANDING", str(tmp_path))
    file = tmp_path / "desk" / "tickets.csv"
    file.parent.mkdir()
    file.write_text("ticket_id\n1\n", encoding="utf-8")

    def ask(cursor: str | None) -> Any:
        return sensor.evaluate_tick(dg.build_sensor_context(cursor=cursor))

    being_written = ask(None)
    assert not being_written.run_requests
    assert "still being written" in being_written.skip_message
    hour_ago = time.time() - 3600
    os.utime(file, (hour_ago, hour_ago))
    quiet = ask(None)
    assert len(quiet.run_requests) == 1
    assert not ask(quiet.cursor).run_requests
    file.write_text("ticket_id\n2\n", encoding="utf-8")
    os.utime(file, (hour_ago + 1, hour_ago + 1))
    assert len(ask(quiet.cursor).run_requests) == 1


def test_a_repair_that_chooses_nothing_ends_before_it_begins(
    definitions: dg.Definitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTMART_WAREHOUSE", str(tmp_path / "warehouse.duckdb"))
    with dg.DagsterInstance.ephemeral() as instance:
        result = definitions.resolve_job_def("repair").execute_in_process(
            instance=instance, raise_on_error=False
        )
    assert not result.success
    (error,) = {
        event.event_specific_data.error.cause.message
        for event in result.all_events
        if event.is_failure and getattr(event.event_specific_data, "error", None)
    }
    assert "nothing is chosen to be repaired" in error
    assert not (tmp_path / "warehouse.duckdb").exists()
