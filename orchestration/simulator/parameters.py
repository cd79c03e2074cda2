"""What the SQL templates read: names to fill in, and the small tables of one connection."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

import duckdb

from orchestration.simulator import companies
from orchestration.simulator.calibration import CHANNELS, GROUPS, LIVE, SHAPES
from orchestration.simulator.companies import Company
from orchestration.simulator.quantiles import knots, spread_knots

Bodies = Literal["full", "short"]
DATA = Path(__file__).parent / "data"
SENDERS = ("customer", "agent", "note", "bot", "automation", "system")
TONES = ("negative", "neutral", "positive")
MODES = ("regular", "bot_only", "outbound")
PHRASES_EACH = 4
SEATS = 12

PHRASE = "phrase(sender_no, tone_no, language_no, draw(message_hash, 'phrase'))"
BODY: dict[Bodies, str] = {
    "short": PHRASE,
    "full": f"""case
        when sender = 'customer' and happens(draw(message_hash, 'dressing'), 3000) then ''
        when sender = 'customer' and happens(draw(message_hash, 'dressing'), 30000)
            then concat('"', {PHRASE}, '" is what your site says, isn''t it?')
        when sender = 'customer' and step = 1 and happens(draw(message_hash, 'dressing'), 400000)
            then concat(
                {PHRASE}, chr(10), '#', 100000 + pick(draw(message_hash, 'order'), 900000)
            )
        when sender = 'agent' and happens(draw(message_hash, 'dressing'), 300000)
            then concat({PHRASE}, chr(10), chr(10), '- ', {{first_names}}[agent_no % 20 + 1])
        else {PHRASE}
    end""",
}


@dataclass(frozen=True)
class Run:
    """What all chunks of one connection share."""

    company: Company
    folder: Path
    contacts: int
    days: int
    seed: int
    last_day: date
    file_format: str
    bodies: Bodies

    @property
    def horizon(self) -> datetime:
        """The instant of the export: nothing in it happened at or after it."""
        return datetime.combine(self.last_day + timedelta(days=1), time(), UTC)

    @property
    def first_day(self) -> date:
        """The first simulated day (UTC)."""
        return self.last_day - timedelta(days=self.days - 1)

    @property
    def customers(self) -> int:
        """So many that few of them write twice in a week, however long the simulated time is."""
        return max(20, self.contacts * min(max(360 // self.days, 1), 12) // 2)

    @property
    def company_seed(self) -> str:
        """The seed of what differs between companies."""
        return f"{self.seed}:{self.company.name}"

    def names(self) -> dict[str, str]:
        """Return what stands for each {name} in a template."""
        hours_change_on = self.first_day + timedelta(days=self.days // 2)
        slots = [
            number for number, percent in enumerate(self.company.languages) for _ in range(percent)
        ]
        reply_knots = [knot for channel in CHANNELS for knot in knots(channel.first_reply)]
        values: dict[str, object] = {
            "body": BODY[self.bodies],
            "time_zone": self.company.time_zone,
            "currency": self.company.currency,
            "person_offset": self.company.person_offset,
            "first_hour": f"{self.first_day} 00:00:00",
            "hours_change_on": hours_change_on,
            "horizon": self.horizon.strftime("%Y-%m-%d %H:%M:%S"),
            "horizon_s": int(self.horizon.timestamp()),
            "days": self.days,
            "contacts": self.contacts,
            "customers": self.customers,
            "contacts_in_three_days": max(1, self.contacts * 3 // self.days),
            "seats": SEATS,
            "live": LIVE,
            "groups": list(GROUPS),
            "locales": list(companies.LOCALES),
            "language_slots": slots,
            "languages": len(companies.LANGUAGES),
            "tags": list(companies.TOPICS),
            "subjects": list(companies.TOPICS.values()),
            "topics": len(companies.TOPICS),
            "first_names": list(companies.FIRST_NAMES),
            "last_names": list(companies.LAST_NAMES),
            "names": len(companies.FIRST_NAMES),
            "first_reply_knots": ", ".join(literal(k) for k in reply_knots),
            "spread_knots": ", ".join(map(str, spread_knots())),
            "phrases": ", ".join(literal(phrase) for phrase in phrases()),
            "phrases_each": PHRASES_EACH,
        }
        return {name: str(value) for name, value in values.items()}


def literal(value: object) -> str:
    """Return a value as a SQL literal."""
    if value is None:
        return "null"
    return (
        str(value).lower() if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
    )


def rows_of(name: str) -> list[dict[str, str]]:
    """Read one of the simulator's own data files."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def phrases() -> list[str]:
    """Return so many phrases for each sender, tone and language, repeated where there are fewer.

    Who has no phrase in a tone or language uses the neutral or the English ones.
    """
    known: dict[tuple[str, str, str], list[str]] = {}
    for row in rows_of("phrases.csv"):
        known.setdefault((row["sender"], row["tone"], row["language"]), []).append(row["text"])
    every = []
    for sender in SENDERS:
        for tone in TONES:
            for language in companies.LANGUAGES:
                found = (
                    known.get((sender, tone, language))
                    or known.get((sender, "neutral", language))
                    or known[sender, "neutral", "en"]
                )
                every += [found[number % len(found)] for number in range(PHRASES_EACH)]
    return every


def script_tables() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return the steps of every script, and the script of each of a hundred slots per mode."""
    rows = rows_of("scripts.csv")
    fields = ("stretch", "from_percent", "to_percent")
    bodies: dict[str, list[tuple[object, ...]]] = {}
    heads: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows:
        sender = row["sender"]
        bodies.setdefault(row["script"], []).append(
            (sender, SENDERS.index(sender), *(row[field] for field in fields))
        )
        heads.setdefault((row["channel_group"], row["mode"]), {})[row["script"]] = int(
            row["weight"]
        )
    (reopening,) = heads["written", "reopening"]
    steps: list[tuple[object, ...]] = []
    slots: list[tuple[object, ...]] = []
    for group_no, group in enumerate(GROUPS):
        for mode in MODES:
            weights = heads.get((group, mode)) or heads.get(("written", mode), {})
            filled = [script for script, weight in weights.items() for _ in range(weight)]
            slots += [(group_no, mode, slot, int(script)) for slot, script in enumerate(filled)]
    spoken = {
        script for (group, _), weights in heads.items() if group == "phone" for script in weights
    }
    for script, body in bodies.items():
        whole = body if script in spoken else [*body, *bodies[reopening]]
        steps += [(int(script), number, *step) for number, step in enumerate(whole, 1)]
    return steps, slots


def create_tables(db: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Make the small tables that the templates read."""
    figures = (
        *("share", "in_hours_percent", "work", "live_work", "reopened", "reopened_for"),
        *("unresolved", "bot_only", "transferred", "transferred_twice", "escalated"),
        *("handle", "wrap_up", "satisfied", "promoters", "detractors", "comes_back"),
    )
    tweets_only = run.company.type == "twitter"
    channels = [
        replace(channel, share=0) if tweets_only and channel.name != "twitter" else channel
        for channel in CHANNELS
    ]
    insert(
        db,
        "channels (channel_no bigint, channel varchar, channel_group varchar, "
        "channel_group_no bigint, shape varchar, schedule varchar, escalates_to varchar, "
        + ", ".join(f"{figure} bigint" for figure in figures)
        + ")",
        (
            (
                *(number, channel.name, channel.group, GROUPS.index(channel.group)),
                *(channel.shape, channel.schedule, channel.escalates_to),
                *(getattr(channel, figure) for figure in figures),
            )
            for number, channel in enumerate(channels)
        ),
    )
    insert(
        db,
        "shapes (shape varchar, weekday bigint, hour bigint, weight bigint)",
        (
            (shape, weekday, hour, weekdays[weekday - 1] * hours[hour])
            for shape, (weekdays, hours) in SHAPES.items()
            for weekday in range(1, 8)
            for hour in range(24)
        ),
    )
    insert(
        db,
        "weekly_hours (validity varchar, schedule_id varchar, weekday bigint, "
        "opens_hour bigint, closes_hour bigint)",
        run.company.weekly_hours(),
    )
    insert(
        db,
        "holidays (schedule_id varchar, starts_on date, ends_on date, name varchar)",
        run.company.holidays(run.first_day, run.last_day),
    )
    insert(
        db,
        "sla_policies (policy_id varchar, metric varchar, priority varchar, "
        "target_seconds bigint, clock varchar, is_tightened boolean)",
        companies.POLICIES,
    )
    insert(db, "groups (group_id varchar, name varchar)", group_rows())
    steps, slots = script_tables()
    insert(
        db,
        "steps (script bigint, step bigint, sender varchar, sender_no bigint, "
        "stretch varchar, from_percent bigint, to_percent bigint)",
        steps,
    )
    insert(
        db,
        "script_slots (channel_group_no bigint, mode varchar, slot bigint, script bigint)",
        slots,
    )


def group_rows() -> list[tuple[str, str]]:
    """Return the teams: one per channel group, and the one that takes over."""
    return [*((f"g_{group}", f"{group.title()} team") for group in GROUPS), ("g_tier_2", "Tier 2")]


def insert(db: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Make a small table, given with its columns, from Python values."""
    # One statement of literals: bound inserts would take longer than a small simulation.
    values = ",\n".join(f"({', '.join(literal(value) for value in row)})" for row in rows)
    db.execute(f"create or replace table {table}")
    db.execute(f"insert into {table.split()[0]} values {values}")
