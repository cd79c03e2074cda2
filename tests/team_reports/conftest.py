from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from orchestration.config import Settings
from tests.team_reports.desk import AS_OF, DESK, TIME_ZONE
from tests.warehouse.harness import build, load, loaded_everything, settings_below, write_landing


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Load and build, once, what the test modules of this folder write, collected or not."""
    for module in sorted(Path(__file__).parent.glob("test_*.py")):
        importlib.import_module(f"{__package__}.{module.stem}")
    settings = settings_below(
        tmp_path_factory.mktemp("team_reports"), as_of=AS_OF, time_zone=TIME_ZONE
    )
    write_landing(settings.landing, DESK.connections(1))
    loaded_everything(load(settings))
    build(settings, "+path:models/marts/team", "fct_transfers")
    return settings
