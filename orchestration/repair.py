"""What a repair computes anew, beside what has changed: chosen connections, days, or both."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import duckdb

from orchestration.config import ConfigurationError
from orchestration.landing.books import known_connections
from orchestration.warehouse import connect

# The Dagster job's name, and the command's.
REPAIR = "repair"


@dataclass(frozen=True)
class Repair:
    """Connections and local days, the first and the last; none of either means all."""

    connections: tuple[str, ...] = ()
    days: tuple[date, date] | None = None

    @classmethod
    def parse(cls, connections: Sequence[str], first: str | None, last: str | None) -> Self:
        """Read what a person asked for."""
        if not (connections or first or last):
            raise ConfigurationError(
                "nothing is chosen to be repaired: name connections (--connection), days (--from "
                "and --to), or both; `supportmart nightly --full-refresh` builds everything"
            )
        if not (first and last):
            if first or last:
                raise ConfigurationError(
                    "--from and --to go together: give the first and the last day to be repaired"
                )
            return cls(tuple(connections))
        days = _day("--from", first), _day("--to", last)
        if days[0] > days[1]:
            raise ConfigurationError(
                f"--from {first} lies after --to {last}: give the first day, then the last"
            )
        return cls(tuple(connections), days)

    def environment(self) -> dict[str, str]:
        """Return the variables that tell dbt's models what to compute anew as well."""
        first, last = self.days or ("", "")
        return {
            "SUPPORTMART_REPAIR_CONNECTIONS": ",".join(self.connections),
            "SUPPORTMART_REPAIR_FROM": str(first),
            "SUPPORTMART_REPAIR_TO": str(last),
        }

    def configuration(self) -> dict[str, Any]:
        """Return the same as configuration of Dagster's resource `warehouse`."""
        days = [day.isoformat() for day in self.days or ()]
        return {
            "repair_connections": list(self.connections),
            **dict(zip(("repair_from", "repair_to"), days, strict=False)),
        }

    def check(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Raise when a chosen connection has never been loaded."""
        known = known_connections(connection)
        for name in self.connections:
            if name not in known:
                raise ConfigurationError(
                    f"the warehouse has no connection {name!r}: it has "
                    f"{', '.join(known) or 'none yet'}"
                )

    def __str__(self) -> str:
        """Return what is repaired, in words."""
        named = f"connections {', '.join(self.connections)}" if self.connections else ""
        dated = f"days {self.days[0]} to {self.days[1]}" if self.days else ""
        return ", ".join(filter(None, (named, dated)))


def check_connections(repair: Repair, warehouse: Path) -> None:
    """Raise when a chosen connection is not in the warehouse, as far as that can be seen now.

    Another run may hold the file; then this one waits for its end, and looks again.
    """
    if not warehouse.exists():
        raise ConfigurationError(
            f"there is nothing to repair, {warehouse} does not exist: run `supportmart nightly`"
        )
    with suppress(duckdb.IOException), connect(warehouse, read_only=True) as connection:
        repair.check(connection)


def _day(option: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ConfigurationError(
            f"{option} is {value!r}, which is no day: write it as 2026-01-31"
        ) from error
