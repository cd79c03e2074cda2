"""Every row of every file is loaded or rejected, and counted once."""

from __future__ import annotations

import duckdb

from orchestration.config import Settings
from tests.warehouse import harness


def rows_written(settings: Settings) -> dict[tuple[str, str], int]:
    """Count the rows of each landing file with DuckDB's reader alone."""
    counts = {}
    for file in settings.landing.glob("*/*"):
        if file.name != "connection.yml":
            (row,) = duckdb.sql(f"select count(*) from '{file}'").fetchall()
            counts[file.parent.name, file.name.partition(".")[0]] = row[0]
    return counts


def test_the_ledger_balances_for_every_file(warehouse: Settings) -> None:
    ledger = harness.query(
        warehouse,
        "select connection, table_name, rows_read, rows_loaded, rows_rejected "
        "from quality.row_ledger",
    )
    assert {
        (row["connection"], row["table_name"]): row["rows_read"] for row in ledger
    } == rows_written(warehouse)
    assert len(ledger) == len(rows_written(warehouse))
    assert all(row["rows_read"] == row["rows_loaded"] + row["rows_rejected"] for row in ledger)


def test_no_row_of_the_real_data_is_rejected(warehouse: Settings) -> None:
    rejected = harness.query(
        warehouse,
        "select connection, table_name, reason_code, count(*) as n "
        "from quality.rejected_rows group by all",
    )
    assert rejected == []


def test_every_contact_belongs_to_its_own_connection(warehouse: Settings) -> None:
    contacts = harness.query(
        warehouse,
        "select connection, count(*) as n, count(distinct contact_key) as n_keys "
        "from core.fct_contacts group by all order by all",
    )
    counts = {row["connection"]: row["n"] for row in contacts}
    assert sum(counts.values()) == sum(row["n_keys"] for row in contacts)
    assert {name: counts[name] for name in ("bank", "boston", "italy", "servicenow")} == {
        "bank": 33344,
        "boston": 104240,
        "italy": 4580,
        "servicenow": 24918,
    }
