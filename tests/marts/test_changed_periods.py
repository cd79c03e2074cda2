"""A build of changes leaves every mart as a build of everything would, bit for bit."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.config import Settings
from orchestration.increments import Since
from orchestration.simulator import simulate
from tests.marts.changed_core import (
    copy_core,
    differing_marts,
    forget_contacts,
    note_touched_days,
)
from tests.marts.conftest import MARTS as SELECTED
from tests.warehouse.harness import build, load, settings_below

# The cores are copied without the seeds.
MARTS = (*SELECTED, "channel_fixed_costs")
TIME_ZONE = "Europe/Amsterdam"
SINCE = datetime(2025, 6, 10, 7, 30, tzinfo=UTC)
AS_OF = datetime(2025, 6, 11, 6, 15, tzinfo=UTC)


def below(root: Path, name: str, as_of: datetime) -> Settings:
    (root / name).mkdir()
    return settings_below(root / name, as_of=as_of, time_zone=TIME_ZONE)


def build_changes(settings: Settings, *select: str) -> None:
    build(settings, *select, since=Since(load_id=1, as_of=SINCE))


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Return the cores of yesterday and of today, and the marts of yesterday with today's core.

    Everything that a simulated help desk does in a day has happened between them: contacts came,
    went on, were resolved, reopened and merged, promises broke, cohorts matured. Some contacts of
    the whole time are gone.
    """
    root = tmp_path_factory.mktemp("changes")
    simulate(root / "landing", 1500, 90, 3, connections=2, bodies="short")
    for name, as_of in (("before", SINCE), ("after", AS_OF)):
        settings = below(root, name, as_of)
        settings.landing.symlink_to(root / "landing")
        load(settings)
        build(settings)
    before, after = (below(root, f"core_{name}", AS_OF).warehouse for name in ("before", "after"))
    copy_core(root / "before" / "warehouse.duckdb", before)
    copy_core(root / "after" / "warehouse.duckdb", after)
    assert forget_contacts(after, every=100) > 10

    changed = below(root, "changed", SINCE)
    shutil.copy(before, changed.warehouse)
    build(changed, *MARTS)
    copy_core(after, changed.warehouse)
    assert note_touched_days(before, after, changed.warehouse, SINCE, AS_OF, TIME_ZONE) > 50
    return before, after, changed.warehouse


def test_a_build_of_changes_gives_what_a_build_of_everything_gives(
    states: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _, after, yesterday = states
    changed, anew = below(tmp_path, "changed", AS_OF), below(tmp_path, "anew", AS_OF)
    shutil.copy(yesterday, changed.warehouse)
    build_changes(changed, *MARTS)
    shutil.copy(after, anew.warehouse)
    build(anew, *MARTS)
    assert differing_marts(changed.warehouse, anew.warehouse) == []


def test_only_the_touched_days_are_counted_anew(
    states: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    """A day that is wrongly left out keeps its old figures: the test above can fail."""
    _, after, yesterday = states
    settings = below(tmp_path, "changed", AS_OF)
    shutil.copy(yesterday, settings.warehouse)
    day = SINCE.date()
    daily = "select date_on, sum(contacts) from {} group by date_on order by date_on"
    with duckdb.connect(str(settings.warehouse)) as connection:
        old = dict(connection.execute(daily.format("mart_parts.mart_daily_contacts")).fetchall())
        connection.execute(
            "create or replace table intermediate.int_touched_days as select ? as date_on", [day]
        )
    build_changes(settings, "mart_daily_contacts")
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        new = dict(connection.execute(daily.format("mart_parts.mart_daily_contacts")).fetchall())
    with duckdb.connect(str(after), read_only=True) as connection:
        true = dict(
            connection.execute(
                "select cast(timezone(?, timezone('UTC', created_at)) as date), count(*) "
                "from core.fct_contacts where exclusion_reason is null group by 1",
                [TIME_ZONE],
            ).fetchall()
        )
    assert new == {**old, day: true[day]}
    assert new != true


def test_a_failed_insert_leaves_the_old_rows(
    states: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    settings = below(tmp_path, "changed", AS_OF)
    shutil.copy(states[2], settings.warehouse)
    mart = "mart_parts.mart_daily_contacts"
    with duckdb.connect(str(settings.warehouse)) as connection:
        old = connection.execute(f"from {mart} order by all").fetchall()
        described = connection.execute(f"describe {mart}").fetchall()
        columns = ", ".join(f"{name} {kind}" for name, kind, *_ in described)
        connection.execute("alter table mart_parts.mart_daily_contacts rename to as_it_was")
        # Yesterday's rows may stand here, and today's may not.
        connection.execute(f"create table {mart} ({columns}, check (date_on < '{AS_OF.date()}'))")
        connection.execute(f"insert into {mart} from mart_parts.as_it_was")
    with pytest.raises(AssertionError, match="CHECK constraint failed"):
        build_changes(settings, "mart_daily_contacts")
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        assert connection.execute(f"from {mart} order by all").fetchall() == old
