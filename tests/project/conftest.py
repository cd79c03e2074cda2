"""The whole project as dbt sees it, and a warehouse without a single row."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from orchestration.config import PROJECT, Settings
from orchestration.dbt_project import prepare_manifest
from tests.warehouse import harness


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(prepare_manifest(PROJECT).read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings of a warehouse whose landing folder is empty, loaded but not built."""
    settings = harness.settings_below(
        tmp_path_factory.mktemp("empty"), as_of=datetime(2025, 7, 1, tzinfo=UTC)
    )
    settings.landing.mkdir()
    harness.load(settings)
    return settings


@pytest.fixture(scope="session")
def dbt_results(empty_warehouse: Settings) -> dict[str, Any]:
    """Build everything, with unit tests and data tests; return each node's result by its name."""
    result = harness.run_dbt(empty_warehouse, "build")
    return {node.node.name: node for node in result.result.results}
