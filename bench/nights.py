"""Measures nights that bring one day's data to a history, against the history's full refresh.

Everything happens in one folder of its own, which is removed at the end: a help desk's export is
simulated and taken apart by days; the history is loaded and built from empty databases, then each
day in a night of its own, and last a night without new files, a day later.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.days import add_day, ends_of_days, split_off_days
from bench.processes import BenchmarkError, Measured, night_environment, program, run
from orchestration.config import PROJECT
from orchestration.simulator import simulate

LAST_DAY = date(2025, 6, 30)
SEED = 7
MB = 1e6
STEPS = {
    "landing": "loading",
    "raw_gate": "gates",
    "publication_gate": "gates",
    "dbt": "dbt",
    "published": "publication",
}
PARTS = ("Dagster", "loading", "gates", "dbt: start", "dbt: nodes", "publication")


@dataclass(frozen=True)
class Night:
    """What one night took, where its wall time went, and how large it left the files."""

    name: str
    measured: Measured
    parts: dict[str, float]
    warehouse_bytes: int
    serving_bytes: int


@dataclass(frozen=True)
class Desk:
    """The folder of a help desk: its landing folder and its databases."""

    folder: Path
    landing: Path
    memory_limit: str

    def night(self, name: str, as_of: datetime) -> Night:
        """Run the nightly job."""
        environment = night_environment(self.folder, as_of.isoformat(), self.memory_limit)
        environment["SUPPORTMART_LANDING"] = str(self.landing)
        measured = run([program("supportmart"), "nightly"], environment, PROJECT)
        return Night(
            name,
            measured,
            self._parts(measured.seconds),
            (self.folder / "warehouse.duckdb").stat().st_size,
            (self.folder / "serving.duckdb").stat().st_size,
        )

    def _parts(self, seconds: float) -> dict[str, float]:
        """Share the wall time out, by Dagster's record of the run and dbt's results."""
        records = (self.folder / "dagster" / "history" / "runs").glob("*-*.db")
        newest = max(records, key=lambda path: path.stat().st_mtime)
        parts = dict.fromkeys(PARTS, 0.0)
        dbt = 0.0
        for step, took in step_seconds(newest).items():
            if STEPS[step] == "dbt":
                dbt += took
            else:
                parts[STEPS[step]] += took
        results = json.loads((self.folder / "dbt/warehouse/run_results.json").read_bytes())
        parts["dbt: nodes"] = node_seconds(results["results"])
        parts["dbt: start"] = dbt - parts["dbt: nodes"]
        parts["Dagster"] = seconds - sum(parts.values())
        return parts


def step_seconds(record: Path) -> dict[str, float]:
    """Return how long each step of a run took, from Dagster's record of it."""
    with sqlite3.connect(record) as database:
        events = database.execute(
            "select step_key, dagster_event_type, event from event_logs"
            " where dagster_event_type in ('STEP_START', 'STEP_SUCCESS')"
        ).fetchall()
    seconds: dict[str, float] = defaultdict(float)
    for step, kind, event in events:
        seconds[step] += json.loads(event)["timestamp"] * (1 if kind == "STEP_SUCCESS" else -1)
    return dict(seconds)


def node_seconds(entries: Sequence[dict[str, Any]]) -> float:
    """Return how long dbt ran one node or more, from its results."""
    spans = sorted(
        (datetime.fromisoformat(first["started_at"]), datetime.fromisoformat(last["completed_at"]))
        for first, *_, last in (entry["timing"] for entry in entries if entry["timing"])
    )
    total, until = timedelta(), spans[0][0]
    for started, completed in spans:
        total += max(completed - max(started, until), timedelta())
        until = max(until, completed)
    return total.total_seconds()


def report(folder: Path, options: argparse.Namespace) -> None:
    """Simulate, measure and print."""
    started = time.perf_counter()
    days = options.days + options.nights
    contacts = round(options.contacts * days / options.days)
    desk = Desk(folder, folder / "landing", options.memory_limit)
    simulate(desk.landing, contacts, days, SEED, last_day=LAST_DAY, connections=1, bodies="short")
    (connection,) = (path for path in desk.landing.iterdir() if path.is_dir())
    end = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, tzinfo=UTC) + timedelta(days=1)
    ends = ends_of_days(end.replace(tzinfo=None), options.nights)
    new_days = split_off_days(connection, folder / "later", ends)
    print(f"simulated in {time.perf_counter() - started:.1f} s\n", flush=True)

    nights = [_printed(desk.night("full refresh", ends[0].replace(tzinfo=UTC)), None)]
    for day, until in zip(new_days, ends[1:], strict=True):
        add_day(connection, day)
        night = desk.night(f"day {day.name}", until.replace(tzinfo=UTC))
        nights.append(_printed(night, nights[0]))
    nights.append(_printed(desk.night("empty night", end + timedelta(days=1)), nights[0]))
    _print_parts(nights)
    if options.nights > 1:
        fresh = Desk(folder / "fresh", desk.landing, options.memory_limit)
        (fresh.folder / "dagster").mkdir(parents=True)
        again = _printed(fresh.night("all of it anew", end + timedelta(days=1)), nights[0])
        print(
            f"\nafter {options.nights} nights the warehouse has"
            f" {nights[-1].warehouse_bytes / again.warehouse_bytes:.2f} times the size of a fresh"
            f" one, the serving file {nights[-1].serving_bytes / again.serving_bytes:.2f} times"
        )


def _printed(night: Night, full: Night | None) -> Night:
    """Print a night's line, under a heading where it is the first."""
    if full is None:
        measures = "seconds,ratio,cpu s,ratio,peak GiB,MB written,warehouse,serving"
        print(f"{'':16s}" + "".join(f"{name:>12s}" for name in measures.split(",")))
    measured, base = night.measured, (full or night).measured
    figures = (
        f"{measured.seconds:.1f}",
        f"{measured.seconds / base.seconds:.3f}",
        f"{measured.cpu_seconds:.1f}",
        f"{measured.cpu_seconds / base.cpu_seconds:.3f}",
        f"{measured.peak_bytes / 2**30:.1f}",
        f"{measured.written_bytes / MB:.0f}",
        f"{night.warehouse_bytes / MB:.0f} MB",
        f"{night.serving_bytes / MB:.0f} MB",
    )
    print(f"{night.name:16s}" + "".join(f"{figure:>12s}" for figure in figures), flush=True)
    return night


def _print_parts(nights: Sequence[Night]) -> None:
    """Print where the wall time of the first two and the last night went."""
    shown = [*nights[:2], nights[-1]]
    print(f"\n{'seconds in':16s}" + "".join(f"{night.name:>16s}" for night in shown))
    for part in PARTS:
        print(f"{part:16s}" + "".join(f"{night.parts[part]:16.1f}" for night in shown))


def main() -> int:
    """Read the options, measure, and leave nothing behind."""
    parser = argparse.ArgumentParser(prog="bench-nightly", description=__doc__)
    parser.add_argument("--contacts", type=int, default=2_000_000, help="of the history")
    parser.add_argument("--days", type=int, default=365, help="of the history")
    parser.add_argument("--nights", type=int, default=1, help="that bring a day each")
    parser.add_argument("--memory-limit", default="4GB", help="of DuckDB (default: %(default)s)")
    parser.add_argument(
        "--below",
        type=Path,
        default=PROJECT / "var",
        help="where to make the folder to work in (default: %(default)s)",
    )
    options = parser.parse_args()
    options.below.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.below, prefix="bench-") as folder:
        (Path(folder) / "dagster").mkdir()
        try:
            report(Path(folder).absolute(), options)
        except BenchmarkError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
