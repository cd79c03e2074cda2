"""One worker: a DuckDB of its own that runs the templates and writes the files of one chunk."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from orchestration.simulator.parameters import Run, create_tables
from orchestration.simulator.randomness import expand_draws

TEMPLATES = Path(__file__).parent / "sql"
CHUNK = 250_000
"""Contacts (or customers) of one file: what a worker holds in memory at once."""

LATE_TABLES = ("tickets", "messages", "ticket_events", "surveys")
"""Tables with a second file of rows that come late, twice or changed."""
PLAIN_TABLES = (
    *("calls", "chat_sessions", "work_sessions", "tasks", "leads", "portal_sessions"),
    *("ticket_tags", "ticket_sla", "deletions"),
)
FORMATS = {
    "parquet": "format parquet, compression zstd, compression_level 1",
    "csv": "format csv, header, timestampformat '%Y-%m-%dT%H:%M:%SZ'",
    "jsonl": "format json, timestampformat '%Y-%m-%dT%H:%M:%SZ'",
}


@dataclass(frozen=True)
class Chunk:
    """A piece of work: the contacts, the customers or the small tables of one connection."""

    run: Run
    part: Literal["small", "customers", "contacts"]
    number: int = 0


class Worker:
    """Simulates chunks of one connection. One thread, so that the order of rows is given."""

    def __init__(self, run: Run, memory_limit_mb: int) -> None:
        self.run = run
        self.names = run.names()
        self.rows: Counter[str] = Counter()
        self.mess: Counter[str] = Counter()
        self.db = duckdb.connect(config={"threads": 1, "memory_limit": f"{memory_limit_mb}MB"})
        self.db.execute("set timezone = 'UTC'")
        create_tables(self.db, run)
        for template in ("macros", "schedules", "cells"):
            self.db.execute(self.filled(template))

    def write(self, chunk: Chunk) -> tuple[Counter[str], Counter[str]]:
        """Write the files of one chunk; return rows by table and what is odd about them."""
        self.rows, self.mess = Counter(), Counter()
        if chunk.part == "small":
            self.write_small()
        elif chunk.part == "customers":
            self.write_customers(chunk.number)
        else:
            self.write_contacts(chunk.number)
        return self.rows, self.mess

    def filled(self, template: str, *, seed: str | None = None, **more: int) -> str:
        """Return a template with its names filled in and its draws spelled out."""
        sql = (TEMPLATES / f"{template}.sql").read_text(encoding="utf-8")
        for name, value in {**self.names, **more}.items():
            sql = sql.replace("{" + name + "}", str(value))
        return expand_draws(sql, seed or self.run.company_seed)

    def write_contacts(self, number: int) -> None:
        """Write every table that hangs on the contacts of one chunk."""
        low = number * CHUNK
        high = min(low + CHUNK, self.run.contacts)
        self.db.execute(self.filled("contacts", low=low, high=high))
        if self.run.company.type == "twitter":
            self.db.execute(f"create or replace temp table messages as {self.filled('messages')}")
            self.copy("tweets", self.filled("tweets"), f"export-{number:05d}", "csv")
            return
        for table in PLAIN_TABLES:
            self.copy(table, self.filled(table), f"export-{number:05d}")
        for table in LATE_TABLES:
            self.db.execute(f"create or replace temp table {table} as {self.filled(table)}")
            on_time = f"from {table} where delivery <> 'late'"
            self.copy(table, on_time, f"export-{number:05d}")
            self.db.execute(f"create or replace temp table late as {self.filled(f'late_{table}')}")
            self.copy(table, "from late", f"export-late-{number:05d}")
            for delivery, count in self.db.execute(
                "select delivery, count(*) from late group by delivery"
            ).fetchall():
                self.mess[f"{table}_{delivery}"] += count
            self.db.execute(f"drop table {table}")
        counted = self.db.execute(self.filled("mess"))
        names = [column[0] for column in counted.description or ()]
        self.mess.update(dict(zip(names, counted.fetchone() or (), strict=True)))

    def write_customers(self, number: int) -> None:
        """Write one file of customers."""
        low = number * CHUNK
        high = min(low + CHUNK, self.run.customers)
        # The seed without the company: a person has one name in both companies.
        sql = self.filled("customers", seed=str(self.run.seed), low=low, high=high)
        self.copy("customers", sql, f"export-{number:05d}")

    def write_small(self) -> None:
        """Write the tables that do not grow."""
        for table in ("agents", "sla_policies"):
            self.copy(table, self.filled(table), "export")
        hours = "select * exclude (opens_hour, closes_hour) from schedules"
        for table, sql, order in (
            ("groups", "from groups", "group_id"),
            ("schedules", hours, "schedule_id, weekday, valid_from nulls first, opens_at"),
            ("holidays", "from holidays", "schedule_id, starts_on"),
        ):
            ordered = f"select *, 0 as sort_s, row_number() over (order by {order}) as sort_no"
            self.copy(table, f"{ordered} from ({sql})", "export")

    def copy(self, table: str, sql: str, file: str, file_format: str | None = None) -> None:
        """Write the rows of a query in their order; a file without rows is left out."""
        kind = file_format or self.run.file_format
        target = self.run.folder / table / f"{file}.{kind}"
        target.parent.mkdir(exist_ok=True)
        written = self.db.execute(
            "copy (select columns(c -> c not in ('sort_s', 'sort_no', 'delivery')) "
            f"from ({sql}) order by sort_s, sort_no) to '{target}' ({FORMATS[kind]})"
        ).fetchone()
        if written and written[0]:
            self.rows[table] += written[0]
        else:
            target.unlink()
