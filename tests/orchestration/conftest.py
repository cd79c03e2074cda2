from __future__ import annotations

from collections.abc import Iterator

import pytest

from orchestration.gates.validation import GateProcess


@pytest.fixture(scope="module")
def gates() -> Iterator[GateProcess]:
    process = GateProcess()
    yield process
    process.end()
