"""The marts of a hand-made core, built once for all tests of this folder."""

from __future__ import annotations

from datetime import UTC

import pytest

from orchestration.config import Settings
from tests.marts.hand_made_core import AS_OF, TIME_ZONE, Core, draw_core, write_core
from tests.warehouse.harness import build, settings_below

MARTS = ("path:models/marts", "benchmarks", "metric_catalogue")


@pytest.fixture(scope="session")
def core() -> Core:
    return draw_core(seed=20241112)


@pytest.fixture(scope="session")
def marts(tmp_path_factory: pytest.TempPathFactory, core: Core) -> Settings:
    settings = settings_below(
        tmp_path_factory.mktemp("marts"), as_of=AS_OF.replace(tzinfo=UTC), time_zone=TIME_ZONE
    )
    write_core(settings.warehouse, core)
    build(settings, *MARTS)
    return settings
