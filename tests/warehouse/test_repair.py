"""A repair makes what was damaged by hand what a full build makes of it, and touches no more."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path

import duckdb
import pytest

from orchestration.config import Settings
from orchestration.increments import Since
from orchestration.repair import Repair
from tests.warehouse.comparison import FORMATS, tables_of
from tests.warehouse.drawing import draw_stories
from tests.warehouse.harness import (
    Connection,
    build,
    load,
    loaded_everything,
    query,
    settings_below,
    write_landing,
)
from tests.warehouse.palette import AS_OF
from tests.warehouse.tables import differing_tables

EVERYTHING = ("+path:models/core", "+path:models/marts")
# Weeks in which something happened, and in them a day on which nothing did.
DAYS = (date(2025, 10, 20), date(2025, 11, 20))
IN_DAYS = "between timestamp '2025-10-20' and timestamp '2025-11-20 23:59:59.999999'"
QUIET_DAY = """
    select max(days.date_on) from core.dim_dates as days
    where days.date_on between date '2025-10-20' and date '2025-11-20' and not exists (
        select 1 from mart_parts.mart_daily_contacts as busy where busy.date_on = days.date_on
    )
"""
NOBODY = "cast(md5('nobody') as uuid)"


@dataclass(frozen=True)
class Damage:
    """What is done to the rows of a table."""

    table: str
    sql: str


def _damages(chosen: str, in_days: str) -> list[Damage]:
    """Return damages to the chosen connection's rows, of the days that the second text chooses."""
    return [
        Damage(
            "core.fct_turns",
            f"delete from core.fct_turns where {chosen}{in_days.format('started_at')}",
        ),
        Damage(
            "core.fct_replies",
            "insert into core.fct_replies from core.fct_replies"
            f" where {chosen}{in_days.format('sent_at')}",
        ),
        Damage(
            "core.fct_contacts",
            "update core.fct_contacts set reopens = reopens + 1, is_fcr_gross = not is_fcr_gross"
            f" where {chosen}{in_days.format('created_at')}",
        ),
        # All that is known of some contacts, whatever raw has of them.
        *(
            Damage(
                f"core.{fact}",
                f"delete from core.{fact} where contact_key in (select contact_key from"
                f" core.fct_messages where {chosen}{in_days.format('sent_at')}"
                " order by contact_key limit 9)",
            )
            for fact in ("fct_resolutions", "fct_contact_definitions", "fct_messages")
        ),
        # What stands behind no ticket, on its day and without one.
        Damage(
            "core.fct_messages",
            f"insert into core.fct_messages select * replace ({NOBODY} as contact_key)"
            f" from core.fct_messages where {chosen}{in_days.format('sent_at')}",
        ),
        Damage(
            "core.fct_contact_definitions",
            f"insert into core.fct_contact_definitions select * replace ({NOBODY} as contact_key)"
            f" from core.fct_contact_definitions where {chosen} limit 1",
        ),
        Damage(
            "quality.orphans",
            "insert into quality.orphans by name select 'alpha' as connection,"
            " 'messages' as table_name, 'nobody' as ticket_id, 1 as rows",
        ),
        Damage(
            "core.fct_messages_daily",
            "update core.fct_messages_daily set messages = messages + 1"
            f" where {chosen}{in_days.format('sent_on')}",
        ),
        Damage(
            "core.fct_portal_sessions",
            f"insert into core.fct_portal_sessions by name select {NOBODY} as portal_session_key,"
            " 'alpha' as connection, 'nobody' as session_id, date '2025-10-21' as started_at,"
            " date '2025-10-21' as date_on",
        ),
        Damage(
            "mart_parts.mart_daily_contacts",
            "update mart_parts.mart_daily_contacts set contacts = contacts + 1"
            f" where {chosen}{in_days.format('date_on')}",
        ),
        Damage(
            "marts.mart_time_histograms",
            f"delete from marts.mart_time_histograms where {chosen}{in_days.format('date_on')}",
        ),
        Damage(
            "marts.mart_channel_metrics",
            "insert into marts.mart_channel_metrics from marts.mart_channel_metrics"
            f" where {chosen}{in_days.format('period_start')} and period_grain = 'day'",
        ),
    ]


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A warehouse as a full build makes it."""
    root = tmp_path_factory.mktemp("intact")
    settings = settings_below(root, as_of=AS_OF.replace(tzinfo=UTC))
    write_landing(
        settings.landing,
        {
            name: Connection(tables, format=FORMATS[name])
            for name, tables in tables_of(draw_stories(3, 80)).items()
        },
    )
    loaded_everything(load(settings))
    build(settings, *EVERYTHING)
    return settings


def _damaged(intact: Settings, folder: Path, *statements: str) -> Settings:
    settings = settings_below(folder, as_of=intact.as_of)
    shutil.copy(intact.warehouse, settings.warehouse)
    with duckdb.connect(str(settings.warehouse)) as connection:
        for statement in statements:
            connection.execute(statement)
    return settings


def _repair(settings: Settings, repair: Repair) -> None:
    ((loads,),) = (
        row.values() for row in query(settings, "select max(load_id) from quality.row_ledger")
    )
    build(settings, *EVERYTHING, since=Since(loads, settings.as_of, repair))


@pytest.mark.parametrize(
    ("repair", "damages"),
    [
        (Repair(("alpha",)), _damages("connection = 'alpha'", "")),
        (Repair(days=DAYS), _damages("true", f" and {{}} {IN_DAYS}")),
        (Repair(("alpha",), DAYS), _damages("connection = 'alpha'", f" and {{}} {IN_DAYS}")),
    ],
    ids=["connection", "days", "both"],
)
def test_a_repair_leaves_every_table_as_a_full_build_does(
    repair: Repair, damages: list[Damage], intact: Settings, tmp_path: Path
) -> None:
    settings = _damaged(
        intact,
        tmp_path,
        *(damage.sql for damage in damages),
        # On a day that nothing else touches.
        "insert into mart_parts.mart_daily_contacts"
        f" select * replace (({QUIET_DAY}) as date_on) from mart_parts.mart_daily_contacts limit 1",
    )
    damaged = {line.split(":")[0] for line in differing_tables(settings, intact)}
    assert damaged == {damage.table for damage in damages}
    _repair(settings, repair)
    assert differing_tables(settings, intact) == []


def test_what_was_not_chosen_stays_as_it_is(intact: Settings, tmp_path: Path) -> None:
    settings = _damaged(
        intact,
        tmp_path,
        "update core.fct_contacts set reopens = reopens + 1",
        f"insert into core.fct_turns select * replace ({NOBODY} as contact_key)"
        " from core.fct_turns where connection = 'beta' limit 1",
    )
    facts = (
        "select contact_key, connection, reopens, null as turn_key from core.fct_contacts union all"
        " select contact_key, connection, null, turn_key from core.fct_turns"
    )
    before = query(settings, facts)
    _repair(settings, Repair(("alpha",), DAYS))
    # With the chosen contacts go those merged with them, and others of the same persons.
    scope = {row["contact_key"] for row in query(settings, "from intermediate.int_scope")}
    left = [row for row in before if row["contact_key"] not in scope]
    after = [row for row in query(settings, facts) if row["contact_key"] not in scope]
    assert sorted(map(str, after)) == sorted(map(str, left))
    assert {row["connection"] for row in left} == set(FORMATS)
    assert query(settings, f"from core.fct_turns where contact_key = {NOBODY}") != []
