"""dbt's own tests: unit tests of the arithmetic, and data tests, which hold for no rows too."""

from __future__ import annotations

from collections import Counter
from typing import Any

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
