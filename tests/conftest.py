"""Deals the tests out to two processes."""

from __future__ import annotations

import pytest


# Before xdist reads the marks.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what shares fixtures: a folder with a conftest, else a file."""
    for item in items:
        folder = item.path.parent
        group = folder if (folder / "conftest.py").exists() else item.path
        item.add_marker(pytest.mark.xdist_group(str(group.relative_to(item.config.rootpath))))
