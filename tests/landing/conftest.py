from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.landing.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return an empty landing folder with a connection `acme` of one ticket and one message."""
    desk = Desk(tmp_path)
    desk.write_connection()
    yield desk
    desk.database.close()
