from __future__ import annotations

from typing import Any

import pytest

from orchestration.config import PROJECT
from orchestration.dbt_project import prepare_manifest, read_manifest
from orchestration.dbt_tests import describe_test


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("unique", {"column_name": "turn_key"}, "No two rows have the same turn_key."),
        ("not_null", {"column_name": "turn_key"}, "turn_key is never NULL."),
        ("never_null", {"columns": ["level", "clock"]}, "Never NULL: level, clock."),
        (
            "one_row_per",
            {"key": ["turn_key"], "never_null": ["channel"]},
            "One row per turn_key; never NULL: turn_key, channel.",
        ),
        (
            "accepted_values",
            {"column_name": "kind", "values": ["a", "b"]},
            "kind is one of a, b, or NULL.",
        ),
        (
            "relationships",
            {"column_name": "agent_key", "field": "agent_key", "to": "ref('dim_agents')"},
            "Every agent_key is in dim_agents.agent_key, or NULL.",
        ),
        ("something_new", {}, "something new"),
    ],
)
def test_a_generic_test_is_described_by_its_arguments(
    name: str, arguments: dict[str, Any], said: str
) -> None:
    node = {"name": f"{name}_x", "test_metadata": {"name": name, "kwargs": arguments}}
    assert describe_test(node) == said


def test_a_query_is_described_by_its_first_comment_or_its_name() -> None:
    node = {"name": "assert_days_follow", "raw_code": "\n-- Days follow\n-- each other.\nselect 1"}
    assert describe_test(node) == "Days follow each other."
    assert describe_test({"name": "assert_days_follow", "raw_code": "select 1"}) == "days follow"


def test_every_query_of_the_project_says_what_it_asserts() -> None:
    nodes = read_manifest(prepare_manifest(PROJECT))["nodes"].values()
    silent = [
        node["name"]
        for node in nodes
        if node["resource_type"] == "test" and not describe_test(node).endswith(".")
    ]
    assert silent == []
