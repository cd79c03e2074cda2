"""A small warehouse whose nights replace rows as dbt does, and what it publishes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from orchestration import runs
from orchestration.publication import changes, publish
from orchestration.publication.files import spare_of

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
        "contacts": _model(
            *("core", "contacts", "by_contact", "contact_key", "replies", "waited"),
            meta={"ages": "replies = 1"},
        ),
        "messages": _model("core", "messages", "by_contact", "contact_key", "length"),
        "agents": _model("core", "agents", None, "agent_key", "team"),
        "daily": _model("marts", "daily", "by_period", "date_on", "created"),
        "periods": _model("marts", "periods", "by_period", "period_grain", "period_start", "value"),
        "figures": _model(
            "marts", "figures", "by_period", "date_on", "name", "value", meta=MORE_IS_REPLACED
        ),
    }
}
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
        for earlier in (anew, spare_of(anew)):
            earlier.unlink(missing_ok=True)
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
        """Do what a night does: replace a contact's rows and a day's periods, let others age."""
        self.run(
            f"""
            create or replace table intermediate.int_scope as
                select {CONTACT.format(contact)} as contact_key;
            create or replace table intermediate.int_aging as
                select {CONTACT.format("range")} as contact_key
                from range({contact} + 1, {contact} + 11);
            create or replace table intermediate.int_touched_days as select date '{day}' as date_on;
            delete from core.contacts where contact_key = {CONTACT.format(contact)};
            insert into core.contacts values ({CONTACT.format(contact)}, {100 + self.nights}, 0);
            update core.contacts set waited = waited + 1
            where contact_key in (select contact_key from intermediate.int_aging) and replies = 1;
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


def published_desk(folder: Path) -> Desk:
    """Return a desk of which a full build is published."""
    made = Desk(folder)
    with duckdb.connect(str(made.warehouse)) as connection:
        runs.create_tables(connection)
    made.run(
        f"""
        create schema core; create schema marts; create schema intermediate;
        create table core.contacts as
            select {CONTACT.format("range")} as contact_key, 1 as replies, 0 as waited
            from range(5000);
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
