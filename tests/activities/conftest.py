from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from orchestration.config import Settings
from tests.activities.desk import AS_OF, landing
from tests.warehouse.harness import (
    Row,
    build,
    load,
    loaded_everything,
    query,
    settings_below,
    write_landing,
)

Read = Callable[..., list[Row]]

# What the tests of this folder read, and all that it needs.
BUILT = (
    "+mart_phone",
    "+mart_chat",
    "+mart_portal",
    "+mart_task_performance",
    "+mart_daily_surveys",
    "+mart_daily_leads",
    "+mart_channel_metrics",
    "+dim_customers",
    "+dim_schedules",
    "+orphans",
)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Load and build, once, what the collected test modules wrote on the desk."""
    settings = settings_below(tmp_path_factory.mktemp("activities"), as_of=AS_OF)
    for number in (1, 2):
        write_landing(settings.landing, landing(number))
        loaded_everything(load(settings))
    build(settings, *BUILT)
    return settings


@pytest.fixture(scope="session")
def read(warehouse: Settings) -> Read:
    """Return a function that reads a query's rows."""

    def read_rows(sql: str, *parameters: Any) -> list[Row]:
        return query(warehouse, sql, parameters)

    return read_rows


@pytest.fixture(scope="session")
def period(read: Read) -> Callable[..., Row]:
    """Return a function that reads a mart's one row of a day, or of all time, of a connection."""

    def read_period(mart: str, day: str | None, connection: str | None = "desk") -> Row:
        (row,) = read(
            f"select * from marts.{mart} where connection is not distinct from ? and "
            + ("period_grain = 'all'" if day is None else "period_grain = 'day'")
            + ("" if day is None else f" and period_start = '{day}'"),
            connection,
        )
        return row

    return read_period
