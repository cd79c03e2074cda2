"""Measures the nightly run against the floor: hand-written DuckDB SQL on the same simulated files.

Everything happens in one folder of its own, which is removed at the end. The floor is measured
before, between and after, and the mean of the three divides: a machine's pace changes by the
minute. The nightly run comes first and whole, from empty databases; then dbt alone builds core
again, and the marts, on what it loaded and on the manifest it left.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from bench.processes import BenchmarkError, Measured, night_environment, program, run
from orchestration.config import PROJECT
from orchestration.simulator import simulate

# The simulated export was taken at the end of 30 June 2025.
AS_OF = "2025-07-01T00:00:00Z"
DAYS = 365
SEED = 7
SLOWEST = 15
RESULTS = re.compile(r"^total +([0-9.]+) s for ([0-9,]+) messages$", re.MULTILINE)


@dataclass(frozen=True)
class Floor:
    """What the floor script took, by its own clock, and the messages it read."""

    seconds: float
    cpu_seconds: float
    messages: int


@dataclass(frozen=True)
class Plan:
    """Where and how to measure."""

    contacts: int
    memory_limit: str
    floor: Path
    folder: Path

    @property
    def landing(self) -> Path:
        """Where the simulated files are."""
        return self.folder / "landing"

    def environment(self) -> dict[str, str]:
        """Return the variables that every measured command runs with."""
        return night_environment(self.folder, AS_OF, self.memory_limit)

    def connection(self) -> Path:
        """Return the simulated connection's folder."""
        (folder,) = (path for path in self.landing.iterdir() if path.is_dir())
        return folder

    def measure_floor(self) -> Floor:
        """Run the floor once."""
        connection = self.connection()
        command = [sys.executable, str(self.floor), str(connection), self.memory_limit]
        try:
            measured = run(command, {}, self.folder)
        finally:
            for left_over in connection.parent.glob(f"{connection.name}-floor.duckdb*"):
                left_over.unlink()
        found = RESULTS.search(measured.output)
        if found is None:
            raise BenchmarkError(f"{self.floor} did not print its total: is it the floor script?")
        return Floor(float(found[1]), measured.cpu_seconds, int(found[2].replace(",", "")))

    def measure_nightly(self) -> Measured:
        """Run the nightly job from empty databases to the publication."""
        return run([program("supportmart"), "nightly"], self.environment(), PROJECT)

    def measure_dbt(self, *selection: str) -> tuple[Measured, dict[str, float]]:
        """Run dbt on a selection of models; return what it took, and the seconds of each model."""
        # The nightly's own: its manifest saves dbt from reading the project anew, as every night.
        target = self.folder / "dbt" / "warehouse"
        command = [program("dbt"), "--quiet", "run", "--full-refresh", "--select", *selection]
        flags = ["--target-path", str(target), "--log-path", str(target)]
        measured = run([*command, *flags], self.environment(), PROJECT)
        results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
        return measured, {
            result["unique_id"].rpartition(".")[2]: result["execution_time"] for result in results
        }


def report(plan: Plan) -> None:
    """Measure everything and print it."""
    started = time.perf_counter()
    simulate(plan.landing, plan.contacts, DAYS, SEED, connections=1, bodies="short")
    print(f"simulated in {time.perf_counter() - started:.1f} s\n", flush=True)

    floors = [plan.measure_floor()]
    nightly = plan.measure_nightly()
    floors.append(plan.measure_floor())
    core, core_models = plan.measure_dbt("+path:models/core")
    marts, mart_models = plan.measure_dbt("path:models/marts")
    floors.append(plan.measure_floor())
    floor = Floor(
        mean(floor.seconds for floor in floors),
        mean(floor.cpu_seconds for floor in floors),
        floors[0].messages,
    )

    print(
        f"{'':24s}{'seconds':>10s}{'/ floor':>10s}{'cpu s':>10s}{'/ floor':>10s}{'peak GiB':>10s}"
    )
    print(f"{'floor':24s}{floor.seconds:10.1f}{'':10s}{floor.cpu_seconds:10.1f}")
    for name, measured in {
        "nightly": nightly,
        "dbt: staging to core": core,
        "dbt: marts": marts,
    }.items():
        print(
            f"{name:24s}{measured.seconds:10.1f}{measured.seconds / floor.seconds:10.2f}"
            f"{measured.cpu_seconds:10.1f}{measured.cpu_seconds / floor.cpu_seconds:10.2f}"
            f"{measured.peak_bytes / 2**30:10.1f}"
        )
    print(
        f"{plan.contacts:,} contacts, {floor.messages:,} messages, DuckDB {plan.memory_limit}; "
        f"the floor took {', '.join(f'{floor.seconds:.1f}' for floor in floors)} s\n"
    )
    print("slowest models")
    seconds = {**core_models, **mart_models}
    for name in sorted(seconds, key=seconds.__getitem__, reverse=True)[:SLOWEST]:
        print(f"  {name:40s} {seconds[name]:8.2f} s")


def main() -> int:
    """Read the options, measure, and leave nothing behind."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--contacts", type=int, default=2_000_000)
    parser.add_argument("--memory-limit", default="4GB", help="of DuckDB (default: %(default)s)")
    parser.add_argument(
        "--floor",
        type=Path,
        default=Path(
            os.environ.get("SUPPORTMART_FLOOR") or PROJECT.parent / "shared" / "bench" / "floor.py"
        ),
        help="the script to divide by (default: $SUPPORTMART_FLOOR, else %(default)s)",
    )
    parser.add_argument(
        "--below",
        type=Path,
        default=PROJECT / "var",
        help="where to make the folder to work in (default: %(default)s)",
    )
    options = parser.parse_args()
    if not options.floor.is_file():
        print(
            f"the floor script is not at {options.floor}: name its path in SUPPORTMART_FLOOR or "
            "with --floor",
            file=sys.stderr,
        )
        return 2
    options.below.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.below, prefix="bench-") as folder:
        plan = Plan(
            options.contacts,
            options.memory_limit,
            options.floor.absolute(),
            Path(folder).absolute(),
        )
        (plan.folder / "dagster").mkdir()
        try:
            report(plan)
        except BenchmarkError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
