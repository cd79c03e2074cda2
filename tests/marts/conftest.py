"""The marts of a hand-made core, built once for all tests of this folder."""

from __future__ import annotations

from datetime import UTC

import pytest

from orchestration.config import Settings
from tests.marts.core_tables import write_core
from tests.marts.hand_made_core import AS_OF, TIME_ZONE, Core, draw_core
from tests.marts.plain_metrics import Reading
from tests.marts.plain_series import Slice
from tests.warehouse.harness import Row, build, settings_below

MARTS = ("path:models/marts", "benchmarks", "impact_estimates", "metric_catalogue")


@pytest.fixture(scope="session")
def core() -> Core:
    return draw_core(seed=20241112)


@pytest.fixture(scope="session")
def marts(tmp_path_factory: pytest.TempPathFactory, core: Core) -> Settings:
    settings = settings_below(
        tmp_path_factory.mktemp("marts"), as_of=AS_OF.replace(tzinfo=UTC), time_zone=TIME_ZONE
    )
    write_core(settings.warehouse, core, backlog(core))
    build(settings, *MARTS)
    return settings


def backlog(core: Core) -> list[Row]:
    """Count the unresolved of each day, all in one status, from a channel's first contact on."""
    reading = Reading(core)
    rows = []
    series = {(row["connection"], row["channel"]) for row in core.contacts}
    for connection, channel in sorted(series):
        part = Slice("all", reading.first_on, frozenset(), connection, None, channel)
        rows += [
            {
                "connection": connection,
                "channel": channel,
                "status": "open",
                "date_on": day,
                "unresolved_contacts": sum(map(part.holds, unresolved)),
            }
            for day, unresolved in reading.unresolved.items()
            if reading.has_begun(part, day)
        ]
    return rows
