"""Many stories in one landing folder, told by the warehouse and by the dictionary, and compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.reference.channels import Seeds
from tests.reference.facts import Facts, read_facts
from tests.reference.rows import Source
from tests.warehouse.harness import (
    Connection,
    Format,
    Row,
    build,
    load,
    loaded_everything,
    query,
    settings_below,
    write_landing,
)
from tests.warehouse.natural import read_warehouse
from tests.warehouse.palette import AS_OF
from tests.warehouse.stories import KEYS, Story, suffixed

FORMATS: dict[str, Format] = {
    "alpha": "csv",
    "beta": "jsonl",
    "events_only": "csv",
    "statusless": "parquet",
}
IDS = {
    "ticket_id",
    "merged_into_ticket_id",
    "message_id",
    "event_id",
    "call_id",
    "session_id",
    "customer_id",
    "requester_id",
    "schedule_id",
    "id",
}
# Rows by connection and table.
Tables = dict[str, dict[str, list[Row]]]

# What a connection must have, and whether it knows statuses, must not hang on what was drawn.
ANCHOR = -1
_BEGINNING = AS_OF - timedelta(days=500)
_TICKET = {"ticket_id": "1", "channel": "email", "created_at": _BEGINNING}
_MESSAGE = {"message_id": "1", "ticket_id": "1", "sent_at": _BEGINNING, "sender_kind": "customer"}
_EVENT = {"event_id": "1", "ticket_id": "1", "occurred_at": _BEGINNING}
ANCHORS: Story = [
    *((connection, "messages", _MESSAGE) for connection in FORMATS),
    ("alpha", "tickets", {**_TICKET, "status": "open"}),
    ("beta", "tickets", {**_TICKET, "status": "open"}),
    ("events_only", "tickets", _TICKET),
    ("events_only", "ticket_events", {**_EVENT, "field": "status", "new_value": "open"}),
    ("statusless", "tickets", _TICKET),
]


def differences(stories: Sequence[Story], seeds: Seeds) -> dict[int, list[str]]:
    """Return what differs, for each story (by its position, or ANCHOR) that is told differently."""
    loads = _in_two_loads(tables_of(stories))
    sources = _sources(loads)
    with TemporaryDirectory(prefix="supportmart-stories-") as folder:
        settings = settings_below(Path(folder), as_of=AS_OF.replace(tzinfo=UTC))
        for number, tables in enumerate(loads):
            write_landing(settings.landing, _connections(number, tables))
            loaded_everything(load(settings))
        rejected = query(settings, "select * from quality.rejected_rows")
        assert not rejected, f"the stories hold rows that the loader rejects: {rejected[:3]}"
        build(settings)
        told = read_warehouse(settings, sources)
    found: dict[int, list[str]] = defaultdict(list)
    for number, line in _compare(read_facts(sources, AS_OF, seeds), told):
        found[number].append(line)
    return found


def describe(story: Story, lines: Iterable[str]) -> str:
    """Return a story's rows and what differs about them, to be read by a person."""
    told = [
        f"  {connection}.{table}: "
        + ", ".join(f"{column}={value}" for column, value in row.items() if value is not None)
        for connection, table, row in story
    ]
    return "\n".join(["rows, with ids as drawn:", *told, "what differs:", *lines])


def tables_of(stories: Sequence[Story]) -> Tables:
    """Put stories beside each other: each id gets its story's number, and people with it."""
    tables: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for number, story in enumerate([ANCHORS, *stories]):
        suffix = f"{number:04d}"
        for connection, table, row in story:
            moved = {
                column: suffixed(value, suffix) if column in IDS and value else value
                for column, value in row.items()
            }
            if moved.get("email"):
                moved["email"] = moved["email"].replace("@", f"{suffix}@")
            tables[connection][table].append(moved)
    return tables


def _in_two_loads(tables: Tables) -> list[Tables]:
    """Put second versions of rows, and tickets with letters in their ids, into a later load."""
    loads: list[Tables] = [defaultdict(lambda: defaultdict(list)) for _ in range(2)]
    for connection, by_table in tables.items():
        for table, rows in by_table.items():
            seen = set()
            for row in rows:
                key = row.get(KEYS.get(table, ""))
                is_late = key is not None and (
                    key in seen or (table == "tickets" and not key.isdigit())
                )
                seen.add(key)
                loads[is_late][connection][table].append(row)
    return loads


def _connections(number: int, tables: Tables) -> dict[str, Connection]:
    return {
        name: Connection(
            {table: {f"load_{number}": rows} for table, rows in by_table.items()},
            format=FORMATS[name],
        )
        for name, by_table in tables.items()
    }


def _sources(loads: Sequence[Tables]) -> dict[str, Source]:
    """Return the rows as the reference reads them, the earlier load first."""
    first, second = loads
    return {
        name: Source(
            {
                table: [*first[name][table], *second[name][table]]
                for table in first[name].keys() | second[name].keys()
            }
        )
        for name in first.keys() | second.keys()
    }


def _compare(dictionary: Facts, warehouse: Facts) -> Iterator[tuple[int, str]]:
    """Yield the story's number and a line for every value that differs."""
    for fact in fields(Facts):
        expected, told = getattr(dictionary, fact.name), getattr(warehouse, fact.name)
        for key in sorted(expected.keys() | told.keys()):
            # The ids end in the story's number; the anchors, before the first story, have 0.
            number = int(key[1][-4:]) + ANCHOR
            place = f"  {fact.name} {key}"
            if key not in told:
                yield number, f"{place}: the warehouse has no such row"
            elif key not in expected:
                yield number, f"{place}: the dictionary has no such row"
            else:
                for column, value in expected[key].items():
                    if column not in told[key]:
                        yield number, f"{place}: the warehouse has no column {column}"
                    elif told[key][column] != value:
                        yield (
                            number,
                            f"{place} {column}: dictionary {value}, warehouse {told[key][column]}",
                        )
