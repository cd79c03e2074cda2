"""Write a hand-made core into a warehouse, as tables with the columns of the core's models."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import yaml

from orchestration.config import PROJECT
from tests.marts.hand_made_core import (
    CHANNEL_GROUPS,
    FIXED_COSTS,
    TEAMS,
    UTC,
    ZONE,
    Core,
    Row,
    agent_key,
)


def write_core(warehouse: Path, core: Core, backlog: Sequence[Row]) -> None:
    """Write the core's tables with the columns of their models; those not drawn here are empty."""
    days = [date(2024, 8, 1) + timedelta(days=number) for number in range(150)]
    starts = [_midnight(day) for day in [*days, days[-1] + timedelta(days=1)]]
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema core")
        _write(connection, "fct_contacts", core.contacts)
        _write(connection, "fct_turns", core.turns)
        _write(connection, "fct_replies", core.replies)
        _write(connection, "fct_resolutions", core.resolutions)
        _write(connection, "fct_messages_daily", core.messages)
        _write(connection, "fct_messages", core.moods)
        _write(connection, "fct_surveys", core.surveys)
        _write(connection, "fct_leads", core.leads)
        _write(connection, "fct_portal_sessions", core.sessions)
        _write(connection, "fct_backlog_daily", backlog)
        _write(
            connection,
            "dim_channels",
            [{"channel": c, "channel_group": group} for c, group in CHANNEL_GROUPS.items()],
        )
        _write(
            connection,
            "dim_agents",
            [
                {"agent_key": agent_key(n), "connection": "desk", "team": team}
                for n, team in enumerate(TEAMS)
            ],
        )
        _write(
            connection,
            "dim_dates",
            [
                {
                    "date_on": day,
                    "starts_at": starts[number],
                    "ends_at": starts[number + 1],
                    "week_starts_on": day - timedelta(days=day.weekday()),
                    "month_starts_on": day.replace(day=1),
                }
                for number, day in enumerate(days)
            ],
        )
        connection.execute("create schema seeds")
        connection.execute(
            """
            create table seeds.channel_fixed_costs (
                connection varchar, channel varchar, monthly_amount decimal(18, 6),
                currency varchar, valid_from date, valid_to date
            )
            """
        )
        connection.executemany(
            "insert into seeds.channel_fixed_costs values (?, ?, ?, 'EUR', null, null)",
            [(*of, amount) for of, amount in FIXED_COSTS.items()],
        )
        written = {name for (name,) in connection.execute("show tables from core").fetchall()}
        for path in (PROJECT / "models" / "core").glob("[bdf]*.yml"):
            if path.stem not in written:
                _write(connection, path.stem, [])


def _midnight(day: date) -> datetime:
    start = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return start.astimezone(UTC).replace(tzinfo=None)


def _write(connection: duckdb.DuckDBPyConnection, model: str, rows: Sequence[Row]) -> None:
    """Create a core model's table as its contract says and insert the rows; the rest is NULL."""
    properties = yaml.safe_load(
        (PROJECT / "models" / "core" / f"{model}.yml").read_text(encoding="utf-8")
    )
    types = {column["name"]: column["data_type"] for column in properties["models"][0]["columns"]}
    columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
    connection.execute(f"create table core.{model} ({columns})")
    marks = ", ".join("?" for _ in types)
    if rows:
        connection.executemany(
            f"insert into core.{model} values ({marks})",
            [[row.get(name) for name in types] for row in rows],
        )
