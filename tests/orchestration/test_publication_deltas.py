"""A file that was brought up to date equals one that was written anew."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import runs
from orchestration.publication import changes, publish
from orchestration.publication.files import building_of, spare_of

CONTACT = "cast(md5(cast({} as varchar)) as uuid)"


def _model(
    schema: str,
    name: str,
    replaced_by: str | None,
    *columns: str,
    meta: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "schema": schema,
        "alias": name,
        "description": f"One row per {name}.",
        "columns": {column: {"description": f"The {column}."} for column in columns},
        "config": {"incremental_strategy": replaced_by, "meta": meta or {}},
    }


MORE_IS_REPLACED = {
    "reach": {"before": 2, "after": 1},
    "always_replaced": "name = 'backlog'",
}
MANIFEST = {
    "nodes": {
        "contacts": _model("core", "contacts", "by_contact", "contact_key", "replies"),
        "messages": _model("core", "messages", "by_contact", "contact_key", "length"),
        "agents": _model("core", "agents", None, "agent_key", "team"),
        "daily": _model("marts", "daily", "by_period", "date_on", "created"),
        "periods": _model("marts", "periods", "by_period", "period_grain", "period_start", "value"),
        "figures": _model(
            "marts", "figures", "by_period", "date_on", "name", "value", meta=MORE_IS_REPLACED
        ),
    }
}
READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
sys.stdin.readline()
print(connection.execute("select max(replies) from core.contacts").fetchone()[0])
"""
DAYS = "select date '2025-01-01' + cast(range as integer) as date_on from range(120)"


@dataclass
class Desk:
    """A warehouse, its nights, and what they publish."""

    folder: Path
    nights: int = 0

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def serving(self) -> Path:
        return self.folder / "serving.duckdb"

    def run(self, sql: str) -> None:
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute(sql)

    def build(self, *, is_full: bool) -> None:
        with duckdb.connect(str(self.warehouse)) as connection:
            changes.record_build(connection, is_full=is_full)

    def publish(self, code_version: str = "1") -> None:
        self.nights += 1
        run_id, finished_at = f"run {self.nights}", runs.utc_now() + timedelta(self.nights)
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute(
                "insert into quality.runs (run_id, status, code_version) values (?, 'running', ?)",
                [run_id, code_version],
            )
        publish(
            self.warehouse,
            self.serving,
            MANIFEST,
            run_id=run_id,
            status="published",
            finished_at=finished_at,
        )
        self._must_equal_a_full_copy(run_id, finished_at)
        with duckdb.connect(str(self.warehouse)) as connection:
            runs.finish_run(connection, run_id, "published", finished_at=finished_at)

    def _must_equal_a_full_copy(self, run_id: str, finished_at: Any) -> None:
        anew = self.folder / "anew" / "serving.duckdb"
        copy = self.folder / "copy.duckdb"
        copy.write_bytes(self.warehouse.read_bytes())
        anew.unlink(missing_ok=True)
        publish(copy, anew, MANIFEST, run_id=run_id, status="published", finished_at=finished_at)
        with duckdb.connect() as connection:
            connection.execute(f"attach '{self.serving}' as delta (read_only)")
            connection.execute(f"attach '{anew}' as anew (read_only)")
            shapes = [
                connection.execute(
                    "select schema_name, table_name, column_name, data_type, comment"
                    f" from duckdb_columns() where database_name = '{name}' order by all"
                ).fetchall()
                for name in ("delta", "anew")
            ]
            assert shapes[0] == shapes[1]
            for schema, table in {row[:2] for row in shapes[0]}:
                left, right = f"from delta.{schema}.{table}", f"from anew.{schema}.{table}"
                for one, other in ((left, right), (right, left)):
                    assert not connection.execute(f"{one} except all {other}").fetchall(), table

    def is_written_anew(self) -> bool:
        """Tell whether the last publication wrote the whole file, of which the spare is a copy."""
        return spare_of(self.serving).read_bytes() == self.serving.read_bytes()

    def change(self, contact: int, day: str, *, build: bool = True) -> None:
        """Do what a night does: replace a contact's rows and those of a day's periods."""
        self.run(
            f"""
            create or replace table intermediate.int_scope as
                select {CONTACT.format(contact)} as contact_key;
            create or replace table intermediate.int_touched_days as select date '{day}' as date_on;
            delete from core.contacts where contact_key = {CONTACT.format(contact)};
            insert into core.contacts values ({CONTACT.format(contact)}, {100 + self.nights});
            update core.messages set length = length + 1
            where contact_key = {CONTACT.format(contact)};
            update marts.daily set created = created + 1 where date_on = date '{day}';
            update marts.figures set value = value + 1
            where name = 'backlog' or date_on - date '{day}' between -2 and 1;
            update marts.periods set value = value + 1
            where case period_grain
                when 'all' then true
                when 'day' then period_start - date '{day}' in (0, 1)
                when 'week' then
                    date_diff('week', date_trunc('week', date '{day}'), period_start) in (0, 1)
                when 'month' then
                    date_diff('month', date_trunc('month', date '{day}'), period_start) in (0, 1)
            end;
            update core.agents set team = 'b' where agent_key = {self.nights};
            """
        )
        if build:
            self.build(is_full=False)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    with duckdb.connect(str(made.warehouse)) as connection:
        runs.create_tables(connection)
    made.run(
        f"""
        create schema core; create schema marts; create schema intermediate;
        create table core.contacts as
            select {CONTACT.format("range")} as contact_key, 1 as replies from range(5000);
        create table core.messages as
            select {CONTACT.format("range % 5000")} as contact_key, range as length
            from range(20000);
        create table core.agents as select range as agent_key, 'a' as team from range(50);
        create table marts.daily as select date_on, 1 as created from ({DAYS});
        create table marts.figures as
            select date_on, name, 1 as value
            from ({DAYS}), unnest(['backlog', 'created']) as names (name);
        create table marts.periods as
            select distinct grain as period_grain,
                cast(date_trunc(grain, date_on) as date) as period_start,
                1 as value
            from ({DAYS}), unnest(['day', 'week', 'month']) as grains (grain)
            union all
            select 'all', date '2025-01-01', 1;
        """
    )
    made.build(is_full=True)
    made.publish()
    return made


def _inode(path: Path) -> int:
    return path.stat().st_ino


def test_nights_in_turn_bring_the_file_before_last_up_to_date(desk: Desk) -> None:
    desk.change(1, "2025-02-27")
    desk.publish()
    for contact in range(2, 6):
        before_last = _inode(spare_of(desk.serving))
        # The last day of a month: the next one shows it as the period before.
        desk.change(contact, "2025-01-31")
        desk.publish()
        assert _inode(desk.serving) == before_last


def test_a_build_that_was_not_published_is_made_up_for(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    desk.change(2, "2025-01-11")
    desk.change(3, "2025-01-12")
    desk.publish()


def test_the_first_night_after_a_full_build_finds_a_spare(desk: Desk) -> None:
    assert desk.is_written_anew()
    spare = _inode(spare_of(desk.serving))
    desk.change(1, "2025-01-10")
    desk.publish()
    assert _inode(desk.serving) == spare


def test_a_spare_that_cannot_be_made_is_no_failure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_is_full(*_: Any) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("orchestration.publication.files.shutil.copyfile", disk_is_full)
        desk.build(is_full=True)
        desk.publish()
    assert not spare_of(desk.serving).exists()
    desk.change(1, "2025-01-10")
    desk.publish()
    assert spare_of(desk.serving).exists()


def test_only_what_may_have_changed_is_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    digest = changes.rows_digest

    def noted(connection: duckdb.DuckDBPyConnection, source: str) -> Any:
        compared.append(source)
        return digest(connection, source)

    monkeypatch.setattr(changes, "rows_digest", noted)
    desk.change(1, "2025-01-10")
    desk.publish()
    assert not desk.is_written_anew()
    # None of those whose changes are known.
    assert [source for source in compared if "core" in source or "marts" in source] == [
        'select "agent_key", "team" from core."agents"',
        'from building.core."agents"',
    ]


def test_a_full_build_is_published_anew(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    desk.run("update core.contacts set replies = replies + 1")
    desk.build(is_full=True)
    desk.publish()
    assert desk.is_written_anew()


def test_other_code_publishes_anew(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    # As a model would whose SQL is another.
    desk.run("update core.contacts set replies = replies + 1")
    desk.change(2, "2025-01-11")
    desk.publish(code_version="2")
    assert desk.is_written_anew()


def test_rows_that_no_build_told_of_lead_to_a_new_copy(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    desk.run(f"delete from core.contacts where contact_key = {CONTACT.format(9)}")
    desk.change(2, "2025-01-11")
    desk.publish()
    assert desk.is_written_anew()


def test_a_file_that_a_reader_keeps_open_is_left_to_it(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(desk.serving)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert reader.stdout
        assert reader.stdout.readline() == "open\n"
        seen = _inode(desk.serving)
        for contact in (2, 3):
            desk.change(contact, "2025-01-11")
            desk.publish()
        assert _inode(desk.serving) != seen
        # Contact 1 was given 101 in the first of these nights; later ones gave more.
        assert reader.communicate("go\n")[0] == "101\n"
    finally:
        reader.kill()


def test_what_a_crash_left_is_not_read(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    spare_of(desk.serving).rename(building_of(desk.serving))
    building_of(desk.serving).with_suffix(".building.wal").write_bytes(b"half a log")
    desk.change(2, "2025-01-11")
    desk.publish()


def test_a_file_full_of_gaps_is_written_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    monkeypatch.setattr("orchestration.compaction.BYTES_TO_IGNORE", 0)
    monkeypatch.setattr("orchestration.publication.delta.MOST_GROWTH", 0.01)
    desk.change(2, "2025-01-11")
    desk.publish()
    assert desk.is_written_anew()


def test_the_book_of_changes_keeps_what_a_published_file_lacks(desk: Desk) -> None:
    for contact in range(1, 6):
        desk.change(contact, "2025-01-10")
        desk.publish()
    with duckdb.connect(str(desk.warehouse), read_only=True) as connection:
        builds = connection.execute("select build from publication.builds order by 1").fetchall()
        contacts = connection.execute("select count(*) from publication.contacts").fetchone()
    # The file before last holds all up to build 5, the last one build 6.
    assert builds == [(5,), (6,)]
    assert contacts == (2,)
