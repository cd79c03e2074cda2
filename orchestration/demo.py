"""The help desk of the demo: simulated, in a place of its own."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta

from orchestration.config import PROJECT, Settings
from orchestration.simulator import simulate

# Fixed, as the seed is: everybody's demo shows the same figures.
LAST_DAY = date(2025, 6, 30)


def demo_settings() -> Settings:
    """Return settings below var/demo, so that simulated contacts never mix with a user's own.

    Where SUPPORTMART_* names a place or an instant, that is taken.
    """
    folder = PROJECT / "var" / "demo"
    midnight = datetime.combine(LAST_DAY + timedelta(days=1), time(), UTC)
    return Settings.from_environment(
        landing=os.environ.get("SUPPORTMART_LANDING") or folder / "landing",
        warehouse=os.environ.get("SUPPORTMART_WAREHOUSE") or folder / "warehouse.duckdb",
        serving=os.environ.get("SUPPORTMART_SERVING") or folder / "serving.duckdb",
        as_of=os.environ.get("SUPPORTMART_AS_OF") or midnight,
    )


def prepare_demo(settings: Settings, *, contacts: int, days: int, seed: int) -> None:
    """Simulate the landing folder; a warehouse of an earlier demo starts anew."""
    simulate(settings.landing, contacts, days, seed, last_day=LAST_DAY)
    if settings.warehouse.parent == PROJECT / "var" / "demo":
        settings.warehouse.unlink(missing_ok=True)
        settings.warehouse.with_name(settings.warehouse.name + ".wal").unlink(missing_ok=True)
