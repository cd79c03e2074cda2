"""Deals the tests out to two processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling


class _ByFixtures(LoadScopeScheduling):
    """Keeps together what shares fixtures: a folder with a conftest, else a file."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.partition("::")[0])
        has_conftest = (self.config.rootpath / file.parent / "conftest.py").exists()
        return str(file.parent if has_conftest else file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Return what deals them out."""
    return _ByFixtures(config, log)
