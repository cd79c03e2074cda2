"""Small landing folders in each source's own layout, staged and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from orchestration.config import Settings
from orchestration.landing import LoadSummary
from tests.real_data.conftest import real_data  # noqa: F401 (the fixture, for its message too)
from tests.warehouse import harness
from tests.warehouse.harness import Connection, Row


@dataclass(frozen=True)
class Staged:
    """The staging views of one source type over what a landing folder holds."""

    settings: Settings
    source_type: str
    summary: LoadSummary

    def rows(
        self, entity: str, connection: str, *columns: str, order: str
    ) -> list[tuple[object, ...]]:
        """Return the named columns of an entity's rows of one connection, in the given order."""
        found = harness.query(
            self.settings,
            f"select {', '.join(columns)} from staging.stg_{self.source_type}__{entity} "
            f"where connection = ? order by {order}",
            [connection],
        )
        return [tuple(row.values()) for row in found]


def stage(
    root: Path,
    source_type: str,
    connections: Mapping[str, Mapping[str, list[Row] | dict[str, list[Row]]]],
    as_of: datetime,
) -> Staged:
    """Write the connections' tables, load them and build the staging models of their type."""
    settings = harness.settings_below(root, as_of=as_of)
    harness.write_landing(
        settings.landing,
        {name: Connection(tables, type=source_type) for name, tables in connections.items()},
    )
    summary = harness.load(settings)
    harness.build(settings, f"+path:models/staging/{source_type}")
    return Staged(settings, source_type, summary)
