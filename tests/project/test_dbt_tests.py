"""dbt's own tests: unit tests of the arithmetic, and data tests, which hold for no rows too."""

from __future__ import annotations

from collections import Counter
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


def test_doubled_and_empty_keys_are_found(
    empty_warehouse: Settings, dbt_results: dict[str, Any]
) -> None:
    changes = (
        "insert into core.dim_channels values ('email', 'email')",
        "update core.dim_channels set channel_group = null where channel = 'viber'",
    )
    restore = (
        "create or replace table core.dim_channels as select channel, channel_group "
        "from seeds.channels"
    )
    arguments = ("test", "--select", "dim_channels,test_name:one_row_per")
    harness.run_dbt(empty_warehouse, *arguments)
    try:
        for change in changes:
            with duckdb.connect(str(empty_warehouse.warehouse)) as connection:
                connection.execute(change)
            with pytest.raises(AssertionError, match="Got 1 result, configured to fail"):
                harness.run_dbt(empty_warehouse, *arguments)
            with duckdb.connect(str(empty_warehouse.warehouse)) as connection:
                connection.execute(restore)
    finally:
        with duckdb.connect(str(empty_warehouse.warehouse)) as connection:
            connection.execute(restore)
