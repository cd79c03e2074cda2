"""Simulates help desks into a landing folder."""

import os
import shutil
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from orchestration.simulator import hand_entered, worker
from orchestration.simulator.companies import COMPANIES
from orchestration.simulator.parameters import Bodies, Run
from orchestration.simulator.worker import Chunk, Worker

FileFormat = Literal["parquet", "csv", "jsonl"]
MOST_CONTACTS = 200_000_000
"""Of one connection: row numbers are twenty times the contact's and stay below 2 to the 32nd."""
MARK = "# Simulated: the next simulation replaces this folder."


class SimulationError(ValueError):
    """A simulation that cannot be made as asked; the message says what to change."""


@dataclass(frozen=True)
class SimulationSummary:
    """What a simulation wrote, by connection."""

    out: Path
    rows: dict[str, Counter[str]] = field(default_factory=dict)
    """Rows by table, all files together."""
    mess: dict[str, Counter[str]] = field(default_factory=dict)
    """Contacts and rows out of the ordinary, by kind."""
    malformed: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    """Rows that a loader has to reject, by table and reason."""


def simulate(
    out: Path,
    contacts: int,
    days: int,
    seed: int,
    file_format: FileFormat = "parquet",
    last_day: date = date(2025, 6, 30),
    *,
    connections: int = 2,
    bodies: Bodies = "full",
    threads: int | None = None,
    memory_limit_mb: int = 3_000,
) -> SimulationSummary:
    """Write a landing folder of simulated help desks, up to the end of `last_day` (UTC).

    The same arguments give the same files; threads and memory only change how long it takes.
    """
    refuse_nonsense(contacts, days, connections)
    runs = plan(out, contacts, days, seed, file_format, last_day, connections, bodies)
    clear(out)
    summary = SimulationSummary(out)
    chunks = []
    for run in runs:
        run.folder.mkdir(parents=True)
        name, type_ = run.company.name, run.company.type
        (run.folder / "connection.yml").write_text(f"{MARK}\ntype: {type_}\n", encoding="utf-8")
        summary.rows[name], summary.mess[name], summary.malformed[name] = Counter(), Counter(), {}
        chunks += [Chunk(run, "contacts", number) for number in pieces(run.contacts)]
        if type_ == "helpdesk":
            summary.rows[name], summary.malformed[name] = hand_entered.write(run)
            chunks += [Chunk(run, "customers", number) for number in pieces(run.customers)]
            chunks.append(Chunk(run, "small"))

    threads = threads or os.cpu_count() or 1
    local = threading.local()

    def work(chunk: Chunk) -> tuple[str, Counter[str], Counter[str]]:
        if getattr(local, "run", None) != chunk.run:
            local.run, local.worker = chunk.run, Worker(chunk.run, memory_limit_mb // threads)
        return chunk.run.company.name, *local.worker.write(chunk)

    with ThreadPoolExecutor(threads) as pool:
        for name, rows, mess in pool.map(work, chunks):
            summary.rows[name] += rows
            summary.mess[name] += mess
    return summary


def pieces(rows: int) -> range:
    """Return the numbers of the chunks that so many rows make."""
    return range(-(-rows // worker.CHUNK))


def refuse_nonsense(contacts: int, days: int, connections: int) -> None:
    """Raise an error that says what to change."""
    if not 1 <= connections <= len(COMPANIES):
        raise SimulationError(
            f"connections is {connections}: there are {len(COMPANIES)} companies to simulate; "
            f"give a number from 1 to {len(COMPANIES)}"
        )
    if not 10 <= contacts <= MOST_CONTACTS:
        raise SimulationError(f"contacts is {contacts}: give a number from 10 to {MOST_CONTACTS}")
    if not 1 <= days <= 3_650:
        raise SimulationError(f"days is {days}: give a number from 1 to 3650")


def plan(
    out: Path,
    contacts: int,
    days: int,
    seed: int,
    file_format: FileFormat,
    last_day: date,
    connections: int,
    bodies: Bodies,
) -> list[Run]:
    """Share the contacts out: two in five for the second company, two in a hundred as tweets."""
    others = [contacts * 2 // 5, max(1, contacts // 50)][: connections - 1]
    sizes = [contacts - sum(others), *others]
    return [
        Run(company, out / company.name, size, days, seed, last_day, file_format, bodies)
        for company, size in zip(COMPANIES, sizes, strict=False)
    ]


def clear(out: Path) -> None:
    """Remove what an earlier simulation left; refuse to write beside anybody else's folder."""
    for configuration in sorted(out.glob("*/connection.yml")):
        if MARK not in configuration.read_text(encoding="utf-8", errors="replace"):
            raise SimulationError(
                f"{out} holds the connection {configuration.parent.name}, which no simulation "
                "wrote, and simulated contacts would be counted beside its own; "
                "simulate into another folder"
            )
    for company in COMPANIES:
        folder = out / company.name
        if not folder.exists():
            continue
        if not (folder / "connection.yml").exists():
            raise SimulationError(
                f"{folder} was not made by a simulation and is left alone; "
                "move it away or simulate into another folder"
            )
        shutil.rmtree(folder)
