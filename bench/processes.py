"""Runs a command in a session of its own and measures its time and its peak memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
SAMPLED_EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class Measured:
    """What a command and all it started took and wrote; memory is resident, at its peak."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    written_bytes: int
    output: str


class BenchmarkError(RuntimeError):
    """A step that did not run; the message names the command and what it printed last."""


def resident_bytes(session: int) -> int:
    """Sum the resident memory of all processes of a session; 0 where there is no /proc."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name may hold spaces and brackets; the fields count from behind it.
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            total += int(fields[21]) * PAGE
    return total


def cpu_seconds() -> float:
    """Sum the processor time of all processes that have ended below this one."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def written_bytes() -> int:
    """Return what this process and all that have ended below it wrote to disk; 0 without /proc."""
    try:
        lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))


def night_environment(folder: Path, as_of: str, memory_limit: str) -> dict[str, str]:
    """Return the variables of a measured night whose files are all in one folder."""
    return {
        "SUPPORTMART_LANDING": str(folder / "landing"),
        "SUPPORTMART_WAREHOUSE": str(folder / "warehouse.duckdb"),
        "SUPPORTMART_SERVING": str(folder / "serving.duckdb"),
        "SUPPORTMART_AS_OF": as_of,
        "SUPPORTMART_MEMORY_LIMIT": memory_limit,
        "DAGSTER_HOME": str(folder / "dagster"),
    }


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Measured:
    """Run a command to its end; raise when it fails."""
    started, cpu_started, written = time.perf_counter(), cpu_seconds(), written_bytes()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    peak = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(SAMPLED_EVERY_SECONDS):
            peak = max(peak, resident_bytes(process.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    if process.returncode != 0:
        tail = "\n".join(output.splitlines()[-25:])
        raise BenchmarkError(f"{' '.join(command)} ended with {process.returncode}:\n{tail}")
    return Measured(seconds, cpu_seconds() - cpu_started, peak, written_bytes() - written, output)


def program(name: str) -> str:
    """Return the path of a program of this environment."""
    return str(Path(sys.executable).with_name(name))
