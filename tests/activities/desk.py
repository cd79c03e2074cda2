"""A small landing folder with every table beside the conversations, its rows in few words.

Test modules write on the one `DESK` when they are imported; the session's fixture loads and builds
it once. Most happens on Monday 2 March 2026; as_of is the midnight after 29 June. Instants are UTC.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

from tests.warehouse.harness import Connection, Row

AS_OF = datetime(2026, 6, 30, tzinfo=UTC)

# Rows by load, connection and table. The types of the connections that are no plain help desk.
ROWS: defaultdict[tuple[int, str], defaultdict[str, list[Row]]] = defaultdict(
    lambda: defaultdict(list)
)
TYPES = {"zendesk": "fivetran_zendesk", "intercom": "fivetran_intercom"}


def at(instant: str) -> datetime:
    """Read `09:00` on Monday 2 March, `03-04 09:00` or `2026-03-04 09:00:30` as an instant."""
    day, _, clock = instant.rpartition(" ")
    day = day or "03-02"
    return datetime.fromisoformat(f"{day if len(day) > 5 else f'2026-{day}'} {clock}")


def add(table: str, connection: str = "desk", load: int = 1, **row: object) -> None:
    """Add a row; texts under the names of instants are read as such, but not hours of opening."""
    for column, value in row.items():
        if isinstance(value, str) and column.endswith(("_at", "updated", "created")):
            row[column] = value if table == "schedules" else at(value)
    ROWS[load, connection][table].append(row)


def ticket(ticket_id: str, channel: str = "email", created: str = "08:00", **row: object) -> None:
    """Add a ticket of the plain help desk."""
    add("tickets", ticket_id=ticket_id, channel=channel, created_at=created, **row)


def landing(load: int) -> Mapping[str, Connection]:
    """Return one load's files."""
    return {
        connection: Connection(
            {table: {f"load_{load}": rows} for table, rows in tables.items()},
            type=TYPES.get(connection, "helpdesk"),
        )
        for (number, connection), tables in ROWS.items()
        if number == load
    }


# A connection has messages, or is refused.
ticket("plain")
add("messages", message_id="m1", ticket_id="plain", sent_at="08:00", sender_kind="customer")
# Only the two mandatory tables: everything here stays empty for it.
add("tickets", "bare", ticket_id="1", channel="phone", created_at="08:00")
add("messages", "bare", message_id="1", ticket_id="1", sent_at="08:00", sender_kind="customer")
