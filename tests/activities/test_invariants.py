"""The marts of calls, chats, visits and tasks add up to their facts, and that check can fail."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.config import Settings
from tests.warehouse.harness import run_dbt

CHECK = ("test", "--select", "assert_activities_add_up")


def test_the_marts_add_up_to_their_facts(warehouse: Settings) -> None:
    run_dbt(warehouse, *CHECK)


def test_a_chat_that_a_mart_lacks_is_found(warehouse: Settings, tmp_path: Path) -> None:
    damaged = dataclasses.replace(warehouse, warehouse=tmp_path / warehouse.warehouse.name)
    shutil.copy(warehouse.warehouse, damaged.warehouse)
    with duckdb.connect(str(damaged.warehouse)) as connection:
        connection.execute(
            "delete from core.fct_chat_sessions where chat_id = 'h1' and connection = 'desk'"
        )
    with pytest.raises(AssertionError, match="assert_activities_add_up"):
        run_dbt(damaged, *CHECK)
