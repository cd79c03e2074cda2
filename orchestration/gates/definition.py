"""What the gates expect, read from gates.yml; nothing here imports Great Expectations.

Dagster needs every check's name and description when definitions load, and importing Great
Expectations takes longer than all definitions together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from orchestration.landing.contract import Table, read_contracts
from orchestration.runs import Severity

FOLDER = Path(__file__).parent
Gate = Literal["raw", "built"]
Rows = Literal["profile", "schema"]


@dataclass(frozen=True)
class Check:
    """One expectation about one table."""

    name: str
    table: str
    rows: Rows
    severity: Severity
    expectation: str
    arguments: dict[str, Any]
    reason: str

    @property
    def expected(self) -> str:
        """The expectation in one line, for people: what is looked at, and its bounds."""
        if "column_set" in self.arguments:
            return f"all {len(self.arguments['column_set'])} columns of the contract"
        low, high = self.arguments.get("min_value"), self.arguments.get("max_value")
        measured = self.arguments.get("column", "rows")
        if low == high:
            return f"{measured}: {low}"
        bounds = [
            f"{word} {bound}"
            for word, bound in (("at least", low), ("at most", high))
            if bound is not None
        ]
        return f"{measured}: {' and '.join(bounds)}"


@cache
def read_checks(gate: Gate) -> tuple[Check, ...]:
    """Return the checks of a gate, those of raw tables once per mandatory table of a contract."""
    content = yaml.safe_load((FOLDER / "gates.yml").read_text(encoding="utf-8"))[gate]
    checks: list[Check] = []
    for table, entries in content.items():
        if table == "raw_table":
            for raw_table in gated_raw_tables().values():
                columns = [column.name for column in raw_table.columns]
                checks += [_check(_table_name(raw_table), entry, columns) for entry in entries]
        else:
            checks += [_check(table, entry, []) for entry in entries]
    return tuple(checks)


@cache
def gated_raw_tables() -> dict[str, Table]:
    """Return the tables without which a connection is refused, by name with schema."""
    return {
        _table_name(table): table
        for contract in read_contracts().values()
        for table in contract.tables.values()
        if table.mandatory
    }


def _table_name(table: Table) -> str:
    return f"{table.schema}.{table.name}"


def _check(table: str, entry: dict[str, Any], contract_columns: list[str]) -> Check:
    arguments = {
        name: contract_columns if value == "$contract_columns" else value
        for name, value in entry["with"].items()
    }
    return Check(
        name=entry["name"],
        table=table,
        rows=entry["rows"],
        severity=entry["severity"],
        expectation=entry["expect"],
        arguments=arguments,
        reason=entry["reason"],
    )
