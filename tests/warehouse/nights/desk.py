"""A pen for what happens in two nights, the second of which computes only what has changed.

Test modules write on the one `NIGHTS` when they are imported; the session's fixture loads the first
night, builds everything, loads the second and builds the changes. Each entry has its own tickets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.warehouse.desk import Desk, Ticket
from tests.warehouse.harness import Connection, Row

# Both nights at half past midnight in Amsterdam, on the Tuesday and the Thursday after the Sunday
# of 23 hours: a step of 24 hours from Saturday 23:30 passes over it.
TIME_ZONE = "Europe/Amsterdam"
FIRST = datetime(2026, 3, 30, 22, 30, tzinfo=UTC)
SECOND = datetime(2026, 4, 1, 22, 30, tzinfo=UTC)
# An instant after the first as_of and before the second.
COMING = "2026-03-31 12:00"
# It has rates and fixed costs in the seeds.
DESK = "acme_europe"

NIGHTS = Desk()
TYPES: dict[str, str] = {}
# Rows that stand in the project's seeds in a night, beside its own.
SEEDS: dict[int, dict[str, list[Row]]] = {1: {}, 2: {}}

Shown = list[object]


@dataclass(frozen=True)
class Entry:
    """What the first and the second night show, and which contacts the second computed.

    `shows` has a query's one column after each of them. In scope are the tickets of `scope`, with
    whether they changed, and none of those that are `left_alone`. Those in `ages` are not computed
    but grow older.
    """

    name: str
    shows: Mapping[str, tuple[Shown, Shown]]
    scope: Mapping[str, bool] = field(default_factory=dict)
    left_alone: Iterable[str] = ()
    ages: Iterable[str] = ()
    connection: str = DESK
    touched: Iterable[str] = ()
    untouched: Iterable[str] = ()


def settled(ticket_id: str, connection: str = DESK, **row: Any) -> Ticket:
    """Write a ticket that is answered after an hour and solved after two, and rests since long."""
    created = row.pop("created", "2026-02-02 09:00")
    day, hour = created.split(" ")
    written = NIGHTS.ticket(ticket_id, created, connection=connection, **row)
    hours = [f"{day} {int(hour[:2]) + later:02}:{hour[3:]}" for later in (1, 2)]
    load = row.get("load", 1)
    written.customer(created, load=load).agent(hours[0], load=load)
    return written.status(hours[1], "solved", load=load)


def contact(column: str, ticket_id: str, connection: str = DESK) -> str:
    """Return the query of a column of a contact."""
    return (
        f"select {column} from core.fct_contacts"
        f" where connection = '{connection}' and ticket_id = '{ticket_id}'"
    )


def fact(table: str, column: str, **key: str) -> str:
    """Return the query of a column of a fact's rows."""
    wanted = " and ".join(f"{name} = '{value}'" for name, value in key.items())
    return f"select {column} from {table} where {wanted}"


def later_version(table: str, connection: str = DESK, **row: Any) -> None:
    """Add a row that the second night brings."""
    NIGHTS.add(table, connection, load=2, **row)


def in_seed(seed: str, *nights: int, **row: Any) -> None:
    """Write a row that stands in a seed in these nights."""
    for night in nights:
        SEEDS[night].setdefault(seed, []).append(row)


def source(kind: str, connection: str, *nights: Mapping[str, Iterable[Row]]) -> None:
    """Write the tables of a connection of another type, night by night."""
    TYPES[connection] = kind
    for night, tables in enumerate(nights, start=1):
        for table, rows in tables.items():
            for row in rows:
                NIGHTS.add(table, connection, load=night, **row)


def files_of(night: int) -> dict[str, Connection]:
    """Return what every connection delivers before a night."""
    tables: defaultdict[str, dict[str, dict[str, list[Row]]]] = defaultdict(dict)
    for (number, connection, table), rows in NIGHTS.rows.items():
        if number == night:
            tables[connection][table] = {f"night_{night}": rows}
    return {
        name: Connection(content, type=TYPES.get(name, "helpdesk"))
        for name, content in tables.items()
    }


def entries() -> tuple[list[Entry], Callable[..., None]]:
    """Return a module's list of entries, and what adds one to it."""
    written: list[Entry] = []

    def entry(name: str, shows: Mapping[str, tuple[Shown, Shown]], **more: Any) -> None:
        written.append(Entry(name, shows, **more))

    return written, entry
