"""When Python need not look for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_of_it_stays() -> Iterator[None]:
    """Look for no garbage in what is made meanwhile, and never again: programs, and what they read.

    Python would look through all of it each time that it has grown by a quarter.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
