from __future__ import annotations

import importlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.config import Settings
from orchestration.dbt_project import seed_versions
from orchestration.increments import Since
from tests.warehouse.harness import (
    build,
    load,
    loaded_everything,
    project_with_rows,
    query,
    settings_below,
    write_landing,
)
from tests.warehouse.nights.desk import FIRST, SECOND, SEEDS, TIME_ZONE, Entry, files_of

LAST_LOAD = "select max(load_id) from quality.row_ledger"
MODELS = ("+path:models/core", "+path:models/marts")


@dataclass(frozen=True)
class Nights:
    """The warehouse after the first night, after the second, and built afresh from both."""

    first: duckdb.DuckDBPyConnection
    second: duckdb.DuckDBPyConnection
    second_settings: Settings
    since: Since
    afresh_settings: Settings

    def holds(self, entry: Entry) -> None:
        """Fail unless the entry's contacts changed as written, and no others were computed."""
        for sql, (before, after) in entry.shows.items():
            shown = [
                [value for (value,) in night.execute(sql).fetchall()]
                for night in (self.first, self.second)
            ]
            assert shown == [before, after], sql
        in_scope = dict(
            self.second.execute(
                "select ticket_id, is_changed from intermediate.int_scope where connection = ?",
                [entry.connection],
            ).fetchall()
        )
        aging = {
            ticket_id
            for (ticket_id,) in self.second.execute(
                "select contacts.ticket_id from intermediate.int_aging"
                " inner join core.fct_contacts as contacts using (contact_key)"
                " where contacts.connection = ?",
                [entry.connection],
            ).fetchall()
        }
        named = {*entry.scope, *entry.left_alone, *entry.ages}
        assert {key: in_scope[key] for key in in_scope.keys() & named} == entry.scope
        assert aging & named == {*entry.ages}
        days = self.second.execute("select date_on from intermediate.int_touched_days")
        touched = {f"{date_on}" for (date_on,) in days.fetchall()}
        assert set(entry.touched) <= touched
        assert not set(entry.untouched) & touched


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    """Load and build, once, what the test modules of this folder write, collected or not."""
    for module in sorted(Path(__file__).parent.glob("test_*.py")):
        importlib.import_module(f"{__package__}.{module.stem}")
    root: Path = tmp_path_factory.mktemp("nights")

    projects = {
        night: project_with_rows(root / f"project_{night}", seeds) for night, seeds in SEEDS.items()
    }

    def below(name: str, as_of: datetime, project: Path) -> Settings:
        (root / name).mkdir()
        settings = settings_below(root / name, as_of=as_of, time_zone=TIME_ZONE)
        return replace(settings, project=project)

    first = below("first", FIRST, projects[1])
    second = replace(below("second", SECOND, projects[2]), landing=first.landing)
    write_landing(first.landing, files_of(1))
    loaded_everything(load(first))
    build(first, *MODELS)
    ((loaded,),) = (row.values() for row in query(first, LAST_LOAD))
    shutil.copy(first.warehouse, second.warehouse)
    write_landing(second.landing, files_of(2))
    loaded_everything(load(second))
    changed = {*seed_versions(projects[1]).items()} ^ {*seed_versions(projects[2]).items()}
    since = Since(loaded, FIRST, changed_seeds=tuple({seed for seed, _ in changed}))
    build(second, *MODELS, since=since)
    afresh = below("afresh", SECOND, projects[2])
    shutil.copy(second.warehouse, afresh.warehouse)
    build(afresh, *MODELS)
    with (
        duckdb.connect(str(first.warehouse), read_only=True) as before,
        duckdb.connect(str(second.warehouse), read_only=True) as after,
    ):
        yield Nights(before, after, second, since, afresh)
