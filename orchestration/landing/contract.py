"""Landing contracts: which tables and columns a connection type has, and what a value may be.

A contract file says per table

    mandatory   the connection is refused without it
    key         the natural key; staging keeps one row of each
    version     the column whose greatest value wins among rows of one key
    snapshot    the newest load replaces the table (no row-wise keys)
    columns     name: {type, mandatory, may_be_empty, values, otherwise, format}
    checks      {code, when, reason}: SQL over the typed columns that rejects a row when true

`mandatory` on a column means that the file must have it and, unless `may_be_empty`, that every row
has a value in it. `values` lists an enum; `otherwise` is the value that an unknown one becomes
(with a notice) instead of rejecting the row. `format` is a strptime format of an instant that is
not ISO 8601.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONTRACTS = Path(__file__).parent / "contracts"

SQL_TYPES = {
    "id": "varchar",
    "text": "varchar",
    "channel": "varchar",
    "enum": "varchar",
    "time_of_day": "varchar",
    "time_zone": "varchar",
    "rails_time_zone": "varchar",
    "instant": "timestamp",
    "date": "date",
    "boolean": "boolean",
    "integer": "bigint",
    "number": "double",
}

# What the loader adds in front of the contract's own columns.
LINEAGE = {
    "connection": "varchar",
    "load_id": "bigint",
    "source_file": "varchar",
    "row_number": "bigint",
}

# What the loader keeps behind them: the load in which another version of the row took its place.
SUPERSEDED = "superseded_by_load_id"


class ContractError(ValueError):
    """A contract file that cannot be used; the message names the file, the place and the mend."""


@dataclass(frozen=True)
class Column:
    """One column of a table, as the landing files should have it."""

    name: str
    type: str
    mandatory: bool = False
    may_be_empty: bool = False
    values: tuple[str, ...] = ()
    otherwise: str | None = None
    format: str | None = None

    @property
    def sql_type(self) -> str:
        """The type in the raw table."""
        return SQL_TYPES[self.type]

    @property
    def needs_value(self) -> bool:
        """Whether a row without a value here is rejected."""
        return self.mandatory and not self.may_be_empty


@dataclass(frozen=True)
class Check:
    """A condition over the typed columns of one row that rejects it."""

    code: str
    when: str
    reason: str


@dataclass(frozen=True)
class Table:
    """One table of a connection type."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    mandatory: bool = False
    version: str | None = None
    snapshot: bool = False
    checks: tuple[Check, ...] = ()

    @property
    def raw(self) -> str:
        """The quoted name of the raw table."""
        return f'"{self.schema}"."{self.name}"'

    @property
    def column_names(self) -> frozenset[str]:
        """The names of the contract's columns."""
        return frozenset(column.name for column in self.columns)


@dataclass(frozen=True)
class Contract:
    """All tables of one connection type."""

    type: str
    tables: dict[str, Table] = field(hash=False)

    @property
    def schema(self) -> str:
        """The schema of the raw tables."""
        return f"raw_{self.type}"


@cache
def read_contracts(folder: Path = CONTRACTS) -> dict[str, Contract]:
    """Return every contract by connection type."""
    contracts = [read_contract(path) for path in sorted(folder.glob("*.yml"))]
    return {contract.type: contract for contract in contracts}


def read_contract(path: Path) -> Contract:
    """Read one contract file; its name is the connection type."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    schema = f"raw_{path.stem}"
    tables = {
        name: _read_table(path, schema, name, content)
        for name, content in document["tables"].items()
    }
    return Contract(type=path.stem, tables=tables)


def _read_table(path: Path, schema: str, name: str, content: dict[str, Any]) -> Table:
    place = f"{path.name}, table {name}"
    try:
        columns = tuple(
            Column(name=column, **_listed_as_tuple(options))
            for column, options in content.pop("columns").items()
        )
        checks = tuple(Check(**check) for check in content.pop("checks", []))
        table = Table(
            schema=schema,
            name=name,
            columns=columns,
            key=tuple(content.pop("key")),
            checks=checks,
            **content,
        )
    except (KeyError, TypeError) as error:
        raise ContractError(f"{place}: {error}; see contract.py for what a table says") from error
    for column in columns:
        if column.type not in SQL_TYPES:
            raise ContractError(
                f"{place}, column {column.name}: unknown type {column.type!r}; "
                f"write one of {', '.join(SQL_TYPES)}"
            )
    named = {*table.key, *([table.version] if table.version else [])}
    if unknown := named - table.column_names:
        raise ContractError(f"{place}: key or version names no column: {', '.join(unknown)}")
    return table


def _listed_as_tuple(options: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if key == "values" else value for key, value in options.items()}
