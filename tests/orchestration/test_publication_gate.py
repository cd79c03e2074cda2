"""The second gate, on contacts beside those that are published."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from orchestration.gates.definition import read_checks
from orchestration.gates.profile import compare_with_published
from orchestration.gates.validation import GateProcess

AS_OF = datetime.fromisoformat("2026-06-30T12:00:00")


def _build_contacts(path: Path, contacts: int, channel_group: str = "email") -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"""
            create schema if not exists core;
            create or replace table core.fct_contacts as
            select
                'desk' as connection, 'email' as channel, '{channel_group}' as channel_group,
                cast(range * 60 as double) as first_reply_seconds,
                cast(null as varchar) as exclusion_reason, false as has_clock_skew
            from range({contacts})
            """
        )


def _check_contacts(gates: GateProcess, tmp_path: Path, *, compared: bool = True) -> dict[str, str]:
    checks = [check for check in read_checks("built") if check.table == "core.fct_contacts"]
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        compare_with_published(connection, tmp_path / "serving.duckdb" if compared else None)
        outcomes = gates.validate(connection, checks, AS_OF, tmp_path / "docs")
    return {outcome.check.name: outcome.observed for outcome in outcomes if not outcome.success}


def test_contacts_that_vanish_hold_the_publication(gates: GateProcess, tmp_path: Path) -> None:
    _build_contacts(tmp_path / "serving.duckdb", 400)
    _build_contacts(tmp_path / "warehouse.duckdb", 199)
    failed = _check_contacts(gates, tmp_path)
    assert failed["row_count_movement"] == '{"desk": 0.4975}'
    assert "row_count_movement" not in _check_contacts(gates, tmp_path, compared=False)


def test_a_small_desk_may_shrink(gates: GateProcess, tmp_path: Path) -> None:
    _build_contacts(tmp_path / "serving.duckdb", 99)
    _build_contacts(tmp_path / "warehouse.duckdb", 1)
    assert _check_contacts(gates, tmp_path) == {}


def test_a_channel_that_is_mapped_otherwise_is_reported(gates: GateProcess, tmp_path: Path) -> None:
    _build_contacts(tmp_path / "serving.duckdb", 200)
    _build_contacts(tmp_path / "warehouse.duckdb", 200, channel_group="other")
    assert _check_contacts(gates, tmp_path) == {"channel_mix_movement": '{"desk": 1.0}'}


def test_the_same_contacts_again_pass(gates: GateProcess, tmp_path: Path) -> None:
    _build_contacts(tmp_path / "serving.duckdb", 200)
    _build_contacts(tmp_path / "warehouse.duckdb", 200)
    assert _check_contacts(gates, tmp_path) == {}


def test_no_contacts_at_all_are_an_error(gates: GateProcess, tmp_path: Path) -> None:
    _build_contacts(tmp_path / "warehouse.duckdb", 0)
    assert set(_check_contacts(gates, tmp_path)) == {"contacts_exist"}
