"""Deals the tests out to two processes, and keeps what a person has exported out of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# What asks a test for more runs than it makes by itself; all other variables are the product's.
OF_TESTS = ("SUPPORTMART_INCREMENT_", "SUPPORTMART_PROPERTY_")

for name in [*os.environ]:
    if name.startswith("SUPPORTMART_") and not name.startswith(OF_TESTS):
        del os.environ[name]


class _ByFixtures(LoadScopeScheduling):
    """Keeps together what shares fixtures: a folder with a conftest, else a file."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.partition("::")[0])
        has_conftest = (self.config.rootpath / file.parent / "conftest.py").exists()
        return str(file.parent if has_conftest else file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Return what deals them out."""
    return _ByFixtures(config, log)
