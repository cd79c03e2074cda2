"""Every table of the vendor-neutral contract is simulated, with its columns and their types."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

import orchestration.landing
from orchestration.config import Settings
from orchestration.landing import load_landing
from orchestration.simulator import SimulationSummary, simulate

CONTRACTS = Path(orchestration.landing.__file__).parent / "contracts"
TYPES = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "channel": "VARCHAR",
    "enum": "VARCHAR",
    "time_zone": "VARCHAR",
    "time_of_day": "VARCHAR",
    "instant": "TIMESTAMP",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "number": "DOUBLE",
}


def contract(name: str) -> dict[str, Any]:
    tables: dict[str, Any] = yaml.safe_load((CONTRACTS / f"{name}.yml").read_text())["tables"]
    return tables


@pytest.mark.parametrize("table", contract("helpdesk"))
def test_a_table_has_the_columns_and_types_of_the_contract(
    files: duckdb.DuckDBPyConnection, table: str
) -> None:
    expected = {
        name: TYPES[column["type"]]
        for name, column in contract("helpdesk")[table]["columns"].items()
    }
    described = files.execute(f"describe {table}").fetchall()
    columns = {name: type_ for name, type_, *_ in described}
    del columns["file"], columns["file_row_number"]
    assert columns == expected


@pytest.mark.parametrize("table", contract("helpdesk"))
def test_every_column_is_filled_somewhere_and_mandatory_ones_everywhere(
    files: duckdb.DuckDBPyConnection, table: str
) -> None:
    for name, column in contract("helpdesk")[table]["columns"].items():
        row = files.execute(f"select count({name}), count(*) from {table}").fetchone()
        assert row
        filled, rows = row
        assert filled > 0, name
        if column.get("mandatory") and not column.get("may_be_empty"):
            assert filled == rows, name


def test_the_loader_reads_all_and_rejects_what_the_summary_says(tmp_path: Path) -> None:
    summary: SimulationSummary = simulate(tmp_path / "landing", 500, 60, 3, connections=3)
    settings = Settings.from_environment(
        landing=tmp_path / "landing", warehouse=tmp_path / "warehouse.duckdb"
    )
    with duckdb.connect(str(settings.warehouse)) as warehouse:
        loaded = load_landing(settings, warehouse, "run")
        read = warehouse.execute(
            "select connection, table_name, sum(rows_read)::bigint from quality.row_ledger "
            "group by connection, table_name"
        ).fetchall()
        rejected = warehouse.execute(
            "select connection, table_name, reason_code, count(*) from quality.rejected_rows "
            "group by connection, table_name, reason_code"
        ).fetchall()
    assert [result.refused for result in loaded.connections] == [False, False, False]
    assert set(read) == {
        (connection, table, rows)
        for connection, tables in summary.rows.items()
        for table, rows in tables.items()
    }
    assert set(rejected) == {
        (connection, table, reason, rows)
        for connection, tables in summary.malformed.items()
        for table, reasons in tables.items()
        for reason, rows in reasons.items()
    }
    # Two connections with twelve rejected rows each.
    assert sum(rows for *_, rows in rejected) == 24
