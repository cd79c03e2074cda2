"""A pen for fixtures: conversations in few words, gathered into one landing folder.

Test modules write on the one `DESK` when they are imported; the session's fixture loads it once.
Instants are UTC. Message, event and session ids count up within their ticket.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.reference.facts import Fact, Facts
from tests.reference.rows import Source
from tests.warehouse.harness import Connection, Format, Row

MINUTE, HOUR, DAY = 60, 3600, 86400
AS_OF = datetime.fromisoformat("2026-06-30T00:00:00Z")
FORMATS: dict[str, Format] = {"desk": "csv", "second": "jsonl", "statusless": "parquet"}


def at(instant: str) -> datetime:
    """Read `2026-03-02 09:00` as a naive UTC instant."""
    return datetime.fromisoformat(instant)


@dataclass
class Desk:
    """Rows by load, connection and table, in the order in which they were written."""

    rows: defaultdict[tuple[int, str, str], list[Row]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, table: str, connection: str = "desk", load: int = 1, **row: Any) -> None:
        """Add a row; the second load comes after the first, in a file of its own."""
        self.rows[load, connection, table].append(row)

    def ticket(
        self, ticket_id: str, created: str, *, connection: str = "desk", load: int = 1, **row: Any
    ) -> Ticket:
        """Add a ticket and return the pen that writes on it; an e-mail one unless told."""
        row = {"channel": "email", "created_at": at(created), **row}
        self.add("tickets", connection, load, ticket_id=ticket_id, **row)
        return Ticket(self, ticket_id, connection)

    def schedule(self, schedule_id: str, days: str, *hours: str, **row: Any) -> None:
        """Add weekly hours such as `09:00-17:00` on the ISO weekdays named by digits."""
        for day in days:
            for interval in hours:
                opens_at, closes_at = interval.split("-")
                row = {"time_zone": "Europe/Amsterdam", **row}
                self.add(
                    "schedules",
                    schedule_id=schedule_id,
                    weekday=int(day),
                    opens_at=opens_at,
                    closes_at=closes_at,
                    **row,
                )

    def connections(self, load: int) -> dict[str, Connection]:
        """Return one load's files."""
        tables: defaultdict[str, dict[str, dict[str, list[Row]]]] = defaultdict(dict)
        for (number, connection, table), rows in self.rows.items():
            if number == load:
                tables[connection][table] = {f"load_{load}": rows}
        return {name: Connection(content, format=FORMATS[name]) for name, content in tables.items()}

    def sources(self) -> dict[str, Source]:
        """Return the same rows as the reference reads them, the earlier load first."""
        tables: defaultdict[str, defaultdict[str, list[Row]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for (_, connection, table), rows in sorted(self.rows.items()):
            tables[connection][table] += rows
        return {name: Source(content) for name, content in tables.items()}


@dataclass
class Ticket:
    """Writes what happens on one ticket; every method returns the ticket."""

    desk: Desk
    ticket_id: str
    connection: str
    written: int = 0

    def says(
        self,
        kind: str,
        instant: str,
        sender: str | None = None,
        *,
        message_id: str | None = None,
        load: int = 1,
        **row: Any,
    ) -> Ticket:
        """Add a message of a sender kind."""
        row = {
            "message_id": message_id or self._next("m"),
            "ticket_id": self.ticket_id,
            "sent_at": at(instant),
            "sender_kind": kind,
            "sender_id": sender,
            **row,
        }
        self.desk.add("messages", self.connection, load, **row)
        return self

    def customer(self, instant: str, **row: Any) -> Ticket:
        """The customer writes."""
        return self.says("customer", instant, **row)

    def agent(self, instant: str, agent: str = "ann", **row: Any) -> Ticket:
        """An agent writes to the customer."""
        return self.says("agent", instant, agent, **row)

    def note(self, instant: str, agent: str = "ann", **row: Any) -> Ticket:
        """An agent writes to colleagues."""
        return self.says("agent", instant, agent, is_public=False, **row)

    def bot(self, instant: str, **row: Any) -> Ticket:
        """A bot writes to the customer."""
        return self.says("bot", instant, **row)

    def event(
        self,
        field: str,
        instant: str,
        value: str | None,
        *,
        event_id: str | None = None,
        **row: Any,
    ) -> Ticket:
        """A field changes."""
        row = {
            "event_id": event_id or self._next("e"),
            "ticket_id": self.ticket_id,
            "occurred_at": at(instant),
            "field": field,
            "new_value": value,
            **row,
        }
        self.desk.add("ticket_events", self.connection, **row)
        return self

    def status(self, instant: str, value: str, **row: Any) -> Ticket:
        """The status changes, by agent ann unless told."""
        row = {"actor_kind": "agent", "actor_id": "ann", **row}
        return self.event("status", instant, value, **row)

    def call(self, direction: str, queued: str, answered: str | None = None, **row: Any) -> Ticket:
        """A call is queued, and maybe answered by agent carl."""
        row = {
            "call_id": self._next("c"),
            "ticket_id": self.ticket_id,
            "direction": direction,
            "queued_at": at(queued),
            "answered_at": at(answered) if answered else None,
            "agent_id": "carl" if answered else None,
            **row,
        }
        self.desk.add("calls", self.connection, **row)
        return self

    def work(self, kind: str, started: str, ended: str) -> Ticket:
        """An agent works on the ticket."""
        self.desk.add(
            "work_sessions",
            self.connection,
            session_id=self._next("w"),
            ticket_id=self.ticket_id,
            agent_id="ann",
            kind=kind,
            started_at=at(started),
            ended_at=at(ended),
        )
        return self

    def _next(self, letter: str) -> str:
        self.written += 1
        return f"{self.ticket_id}-{letter}{self.written}"


DESK = Desk()


def contact(facts: Facts, ticket_id: str, connection: str = "desk") -> Fact:
    """Return a contact's row."""
    return facts.contacts[connection, ticket_id]


def turns(facts: Facts, ticket_id: str) -> list[Fact]:
    """Return a contact's turns in order."""
    return [row for key, row in sorted(facts.turns.items()) if key[:2] == ("desk", ticket_id)]


def replies(facts: Facts, ticket_id: str) -> list[Fact]:
    """Return a contact's human replies in order of time."""
    rows = [row for key, row in facts.replies.items() if key[:2] == ("desk", ticket_id)]
    return sorted(rows, key=lambda row: row["sent_at"])


def resolutions(facts: Facts, ticket_id: str) -> list[Fact]:
    """Return a contact's resolutions in order."""
    return [row for key, row in sorted(facts.resolutions.items()) if key[:2] == ("desk", ticket_id)]


def expect(fact: Fact, **columns: Any) -> None:
    """Compare the named columns exactly."""
    assert {column: fact[column] for column in columns} == columns
