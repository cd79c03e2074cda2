"""A team stands beside figures of every day; of contacts nothing is computed anew."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from orchestration.increments import Since
from tests.warehouse.harness import (
    Connection,
    build,
    load,
    loaded_everything,
    query,
    settings_below,
    write_landing,
)
from tests.warehouse.nights.conftest import LAST_LOAD, Nights
from tests.warehouse.nights.desk import DESK, NIGHTS, SECOND, TIME_ZONE, settled

NIGHTS.add("agents", DESK, agent_id="ann", team="red")
settled("team-1")
settled("team-2", created="2026-01-05 09:00")
DAYS = (
    "select team, count(distinct date_on) as days from marts.mart_time_histograms"
    f" where connection = '{DESK}' and team is not null group by team"
)


def test_the_team_of_an_agent_changes_while_no_time_passes(nights: Nights, tmp_path: Path) -> None:
    settings = settings_below(tmp_path, as_of=SECOND, time_zone=TIME_ZONE)
    shutil.copy(nights.second_settings.warehouse, settings.warehouse)
    shutil.copytree(nights.second_settings.landing, settings.landing)
    files = {"agents": {"night_3": [{"agent_id": "ann", "team": "blue"}]}}
    write_landing(settings.landing, {DESK: Connection(files)})
    ((loaded,),) = (row.values() for row in query(settings, LAST_LOAD))
    before = query(settings, DAYS)
    loaded_everything(load(settings))
    build(
        settings,
        "+int_touched_days,path:models/intermediate/scope",
        "stg_*__changes",
        "dim_agents",
        "mart_touched_periods",
        "mart_time_histograms",
        since=Since(loaded, SECOND),
    )
    ((red, days),) = (row.values() for row in before)
    assert red == "red"
    assert days > 1
    assert query(settings, DAYS) == [{"team": "blue", "days": days}]
    assert query(settings, "select * from intermediate.int_scope where is_changed") == []
    # It is half past midnight in Amsterdam: a day that has not begun in UTC.
    touched = query(settings, "select max(date_on) as last_on from intermediate.int_touched_days")
    assert touched == [{"last_on": date(2026, 4, 2)}]
