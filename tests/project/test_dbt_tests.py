"""dbt's own tests: unit tests of the arithmetic, and data tests, which hold for no rows too."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.config import Settings
from tests.warehouse import harness


def test_unit_tests_and_data_tests_pass_on_an_empty_warehouse(
    dbt_results: dict[str, Any], manifest: dict[str, Any]
) -> None:
    statuses = Counter(
        (result.node.resource_type.value, str(result.status)) for result in dbt_results.values()
    )
    assert statuses["unit_test", "pass"] == len(manifest["unit_tests"]) > 0
    assert statuses["test", "pass"] > 0
    assert {status for _, status in statuses} == {"pass", "success"}


def test_a_warehouse_without_a_contact_has_every_table(
    dbt_results: dict[str, Any], empty_warehouse: Settings
) -> None:
    rows = harness.query(
        empty_warehouse,
        "select (select count(*) from core.fct_contacts) as contacts, "
        "(select count(*) from core.fct_turns) as turns, "
        "(select count(*) from core.fct_replies) as replies, "
        "(select count(*) from core.fct_resolutions) as resolutions",
    )
    assert rows == [{"contacts": 0, "turns": 0, "replies": 0, "resolutions": 0}]


@pytest.mark.parametrize(
    "change",
    [
        "insert into seeds.channels values ('email', 'email', 'Letters', 99)",
        "update seeds.channels set channel_group = null where channel = 'viber'",
    ],
    ids=["doubled", "empty"],
)
def test_doubled_and_empty_keys_are_found(
    change: str, empty_warehouse: Settings, dbt_results: dict[str, Any], tmp_path: Path
) -> None:
    settings = replace(empty_warehouse, warehouse=tmp_path / "warehouse.duckdb")
    shutil.copy(empty_warehouse.warehouse, settings.warehouse)
    arguments = ("test", "--select", "channels,test_name:one_row_per")
    harness.run_dbt(settings, *arguments)
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute(change)
    with pytest.raises(AssertionError, match="Got 1 result, configured to fail"):
        harness.run_dbt(settings, *arguments)


def test_tables_of_core_and_marts_take_no_null_where_their_contract_says_so(
    empty_warehouse: Settings, dbt_results: dict[str, Any], manifest: dict[str, Any]
) -> None:
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    mandatory = {
        (node["schema"], node["name"], column["name"])
        for node in models
        for column in node["columns"].values()
        if {"not_null"} & {constraint["type"] for constraint in column["constraints"]}
    }
    refused = harness.query(
        empty_warehouse,
        "select schema_name, table_name, column_name from duckdb_columns() where not is_nullable",
    )
    tables = {(node["schema"], node["name"]) for node in models}
    assert {
        (schema, table, column)
        for schema, table, column in map(dict.values, refused)
        if (schema, table) in tables
    } == mandatory
    assert ("core", "fct_turns", "started_at") in mandatory
