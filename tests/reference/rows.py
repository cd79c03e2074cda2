"""Which rows have happened: the winning version of each, not deleted, not after as_of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.reference.instants import micros

Row = Mapping[str, Any]

# Table: its key, the column whose greatest value wins, and the instant at which the row happens.
TABLES: dict[str, tuple[tuple[str, ...], str | None, str | None]] = {
    "tickets": (("ticket_id",), "updated_at", "created_at"),
    "messages": (("message_id",), "edited_at", "sent_at"),
    "ticket_events": (("event_id",), None, "occurred_at"),
    "calls": (("call_id",), None, "queued_at"),
    "work_sessions": (("session_id",), None, "started_at"),
    "customers": (("customer_id",), None, None),
    "ticket_tags": (("ticket_id", "tag"), None, None),
}


@dataclass(frozen=True)
class Source:
    """One connection: its type and its tables' rows, in the order in which they were loaded."""

    tables: Mapping[str, Sequence[Row]]
    type: str = "helpdesk"


def happened(source: Source, table: str, as_of: datetime) -> list[Row]:
    """Return the rows that hold at as_of; a deleted ticket stays and says `is_deleted`."""
    key, version, instant = TABLES[table]
    deleted = deleted_ids(source, table, as_of)
    rows: list[Row] = []
    for row in winners(source.tables.get(table, ()), key, version):
        is_deleted = row[key[0]] in deleted
        if (instant and row[instant] > as_of) or (is_deleted and table != "tickets"):
            continue
        rows.append({**row, "is_deleted": is_deleted})
    return rows


def winners(rows: Iterable[Row], key: Sequence[str], version: str | None) -> list[Row]:
    """Keep per key the greatest version; a later row wins over an equal one, any over none."""
    best: dict[tuple[Any, ...], tuple[tuple[bool, int], Row]] = {}
    for row in rows:
        value = row.get(version) if version else None
        rank = (value is not None, micros(value) if value else 0)
        identity = tuple(row[column] for column in key)
        if identity not in best or rank >= best[identity][0]:
            best[identity] = (rank, row)
    return [row for _, row in best.values()]


def deleted_ids(source: Source, table: str, as_of: datetime) -> set[str]:
    """Return the ids that the source has removed from a table up to as_of."""
    rows = winners(source.tables.get("deletions", ()), ("table_name", "id"), None)
    return {row["id"] for row in rows if row["table_name"] == table and row["deleted_at"] <= as_of}


def natural_order(identifier: str) -> tuple[int, int, str]:
    """Ids of ASCII digits only come first, by value; then the others, by code point."""
    if identifier.isascii() and identifier.isdigit():
        return (0, int(identifier), identifier)
    return (1, 0, identifier)
