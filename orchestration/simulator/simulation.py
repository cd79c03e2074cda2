"""Runs the simulation: contacts in chunks, each worker in a DuckDB of its own, one file per table and chunk."""

import csv
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

import duckdb

from orchestration.simulator.calibration import CHANNELS
from orchestration.simulator.companies import COMPANIES, Company
from orchestration.simulator.quantiles import knots, mean, share_with_value, spread_knots
from orchestration.simulator.randomness import MACROS, expand_draws

FileFormat = Literal["parquet", "csv", "jsonl"]
HERE = Path(__file__).parent
CHUNK = 250_000
GROUPS = ("social", "portal", "email", "chat", "phone")
COPY_OPTIONS = {
    "parquet": "format parquet, compression zstd, compression_level 1",
    "csv": "format csv, header, timestampformat '%Y-%m-%dT%H:%M:%SZ'",
    "jsonl": "format json, timestampformat '%Y-%m-%dT%H:%M:%SZ'",
}

# The tables made from contacts: the template that makes them and the columns and order of the file.
TABLES = {
    "tickets": ("ticket", "* exclude (n, created_s)", "created_s, n"),
    "messages": ("message", "* exclude (n, sent_s, message_hash)", "sent_s, message_hash"),
    "ticket_events": ("event", "* exclude (n, occurred_s)", "occurred_s, n, event_id"),
}


@dataclass(frozen=True)
class SimulationSummary:
    """What a simulation wrote: rows by connection and table."""

    out: Path
    rows: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """What all chunks of one connection share."""

    company: Company
    folder: Path
    contacts: int
    days: int
    seed: int
    last_day: date
    file_format: FileFormat

    @property
    def horizon(self) -> datetime:
        """The instant at which the export was taken: nothing in it happened later."""
        return datetime.combine(self.last_day + timedelta(days=1), time(), UTC)

    @property
    def parameters(self) -> dict[str, Any]:
        """The names that templates may use."""
        first = self.horizon - timedelta(days=self.days)
        return {
            "time_zone": self.company.time_zone,
            "first_hour": first.strftime("%Y-%m-%d %H:%M:%S"),
            "horizon": self.horizon.strftime("%Y-%m-%d %H:%M:%S"),
            "horizon_s": int(self.horizon.timestamp()),
            "contacts": self.contacts,
            "customers": max(20, self.contacts * min(max(180 // self.days, 1), 3) // 2),
            "contacts_in_three_days": max(1, self.contacts * 3 // self.days),
            "comes_back": 60_000,
        }


class Worker:
    """One thread's DuckDB, prepared for one connection at a time. One thread, so that row order is given."""

    def __init__(self, memory_limit: str) -> None:
        self.db = duckdb.connect()
        self.db.execute(
            f"set threads = 1; set memory_limit = '{memory_limit}'; set timezone = 'UTC'"
        )
        self.run: Run | None = None

    def execute(self, template: str, run: Run, **extra: int) -> None:
        """Run a template of the sql folder."""
        sql = (HERE / "sql" / template).read_text()
        for name, value in {**run.parameters, **extra}.items():
            sql = sql.replace("{" + name + "}", str(value))
        self.db.execute(expand_draws(sql, f"{run.seed}:{run.company.name}"))

    def prepare(self, run: Run) -> None:
        """Make the small tables that every chunk of a connection reads."""
        if self.run == run:
            return
        self.db.execute(MACROS)
        create_parameters(self.db, run)
        self.execute("cells.sql", run)
        self.run = run

    def write_chunk(self, run: Run, number: int) -> dict[str, int]:
        """Simulate the contacts of one chunk and write their files."""
        self.prepare(run)
        low, high = number * CHUNK, min((number + 1) * CHUNK, run.contacts)
        rows = {}
        self.execute("contacts.sql", run, low=low, high=high)
        for table, (source, columns, order) in TABLES.items():
            self.execute(f"{table}.sql", run)
            target = run.folder / table / f"export-{number:05d}.{run.file_format}"
            (written,) = self.db.execute(
                f"copy (select {columns} from {source} order by {order}) "
                f"to '{target}' ({COPY_OPTIONS[run.file_format]})"
            ).fetchone() or (0,)
            rows[table] = written
        return rows


def create_parameters(db: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Hand calibration, schedules and scripts to DuckDB as small tables and macros."""
    reply_knots = [knots(list(channel.first_reply)) for channel in CHANNELS]
    flat = ", ".join(
        "null" if knot is None else str(knot) for table in reply_knots for knot in table
    )
    spread = ", ".join(map(str, spread_knots()))
    db.execute(f"""
create or replace macro knot(values_, first, drawn) as
    values_[first + pick(drawn, 100)]
    + (((values_[first + 1 + pick(drawn, 100)] - values_[first + pick(drawn, 100)])
    * ((drawn * 100) & 4294967295)::bigint) >> 32);
create or replace macro first_reply_delay(channel_no, drawn) as
    knot([{flat}]::bigint[], channel_no * 101 + 1, drawn);
create or replace macro spread(average, drawn) as average * knot([{spread}]::bigint[], 1, drawn) // 1000000;
create or replace macro instant(seconds) as make_timestamp((seconds * 1000000)::bigint);
create or replace macro ticket_text(n) as (1000000 + n)::varchar;
create or replace macro customer_text(no) as concat('c', no);
create or replace macro agent_text(no) as concat('a', no);
""")
    insert(
        db,
        "channels",
        "channel_no bigint, raw_name varchar, channel_group varchar, channel_group_no bigint, "
        "share bigint, in_hours_percent bigint, shape varchar, schedule varchar, "
        "working_mean bigint, reopened bigint, reopened_for bigint, unresolved bigint, "
        "bot_only bigint, transferred bigint, escalated bigint",
        [
            (
                number,
                channel.raw_name,
                channel.group,
                GROUPS.index(channel.group),
                channel.share,
                channel.in_hours_percent,
                channel.shape,
                channel.schedule,
                round(channel.first_resolution - mean(table) * share_with_value(table)),
                channel.reopened,
                channel.reopened_for,
                channel.unresolved,
                channel.bot_only,
                channel.transferred,
                channel.escalated,
            )
            for number, (channel, table) in enumerate(zip(CHANNELS, reply_knots, strict=True))
        ],
    )
    insert(
        db,
        "opening",
        "schedule varchar, weekday bigint, opens_hour bigint, closes_hour bigint",
        run.company.opening,
    )
    insert(
        db, "holidays", "starts_on date, ends_on date", run.company.holidays(run.last_day, run.days)
    )
    insert(
        db,
        "shapes",
        "shape varchar, weekday bigint, hour bigint, weight bigint",
        [
            (shape, weekday, hour, days[weekday - 1] * hours[hour])
            for shape, (days, hours) in SHAPES.items()
            for weekday in range(1, 8)
            for hour in range(24)
        ],
    )
    create_scripts(db)


# How busy each weekday and each local hour is.
SHAPES = {
    "office": (
        (12, 11, 10, 10, 9, 4, 3),
        (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 16, 12, 14, 16, 15, 13, 10, 7, 5, 4, 4, 3, 2),
    ),
    "social": (
        (10, 10, 10, 10, 11, 8, 8),
        (3, 2, 1, 1, 1, 2, 4, 7, 9, 11, 12, 12, 13, 12, 12, 12, 12, 13, 15, 17, 18, 16, 11, 6),
    ),
}


def create_scripts(db: duckdb.DuckDBPyConnection) -> None:
    """Spread the scripts of each channel group and mode over a hundred slots, by weight."""
    with (HERE / "data" / "scripts.csv").open() as lines:
        steps = list(csv.DictReader(lines))
    insert(
        db,
        "steps",
        "script bigint, step bigint, sender varchar, stretch varchar, from_percent bigint, to_percent bigint",
        [
            tuple(
                s[c] for c in ("script", "step", "sender", "stretch", "from_percent", "to_percent")
            )
            for s in steps
        ],
    )
    slots: list[tuple[int, str, int, int]] = []
    for group_no, group in enumerate(GROUPS):
        for mode in ("regular", "bot_only", "outbound"):
            filled = 0
            heads = {
                s["script"]: int(s["weight"])
                for s in steps
                if s["channel_group"] in (group, "any") and s["mode"] == mode
            }
            for script, weight in heads.items():
                slots += [(group_no, mode, filled + slot, int(script)) for slot in range(weight)]
                filled += weight
    insert(
        db,
        "script_slots",
        "channel_group_no bigint, mode varchar, slot bigint, script bigint",
        slots,
    )


def insert(
    db: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Sequence[Sequence[object]]
) -> None:
    """Make a small table from Python values."""
    db.execute(f"create or replace table {table} ({columns})")
    if rows:
        db.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)


def simulate(
    out: Path,
    contacts: int,
    days: int,
    seed: int,
    file_format: FileFormat = "parquet",
    last_day: date = date(2025, 6, 30),
    *,
    connections: int = 2,
    threads: int = 2,
) -> SimulationSummary:
    """Write a landing folder of simulated help desks; the same arguments give the same content.

    The threads change only how long it takes.
    """
    runs = []
    left = contacts
    for number, company in enumerate(COMPANIES[:connections]):
        size = left if number == connections - 1 else contacts * 6 // 10
        left -= size
        runs.append(Run(company, out / company.name, size, days, seed, last_day, file_format))
    for run in runs:
        for table in TABLES:
            (run.folder / table).mkdir(parents=True, exist_ok=True)
        (run.folder / "connection.yml").write_text("type: helpdesk\n")

    local = threading.local()

    def work(job: tuple[Run, int]) -> tuple[str, dict[str, int]]:
        if not hasattr(local, "worker"):
            local.worker = Worker(f"{3600 // threads}MB")
        worker: Worker = local.worker
        return job[0].company.name, worker.write_chunk(*job)

    jobs = [(run, number) for run in runs for number in range(-(-run.contacts // CHUNK))]
    summary = SimulationSummary(out)
    with ThreadPoolExecutor(threads) as pool:
        for name, rows in pool.map(work, jobs):
            totals = summary.rows.setdefault(name, {})
            for table, count in rows.items():
                totals[table] = totals.get(table, 0) + count
    return summary
