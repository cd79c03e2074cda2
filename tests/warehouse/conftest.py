from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.config import Settings
from tests.reference.channels import Seeds
from tests.reference.facts import Facts, read_facts
from tests.warehouse.desk import AS_OF, DESK
from tests.warehouse.harness import build, load, loaded_everything, settings_below, write_landing
from tests.warehouse.natural import read_warehouse
from tests.warehouse.seeds import read_seeds


@pytest.fixture(scope="session")
def seeds() -> Seeds:
    return read_seeds()


@pytest.fixture(scope="session")
def desk_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Load and build, once, what the collected test modules wrote on the desk."""
    root: Path = tmp_path_factory.mktemp("edge_cases")
    settings = settings_below(root, as_of=AS_OF)
    for number in (1, 2):
        write_landing(settings.landing, DESK.connections(number))
        loaded_everything(load(settings))
    build(settings)
    return settings


@pytest.fixture(scope="session", params=["dictionary", "warehouse"])
def facts(request: pytest.FixtureRequest, seeds: Seeds) -> Facts:
    """The same figures from the plain-Python reading and from the warehouse."""
    sources = DESK.sources()
    if request.param == "dictionary":
        return read_facts(sources, AS_OF.replace(tzinfo=None), seeds)
    return read_warehouse(request.getfixturevalue("desk_settings"), sources)
