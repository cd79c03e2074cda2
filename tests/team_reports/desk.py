"""The fixtures of the team reports: every test module writes its tickets here when it is imported.

Local days are those of Amsterdam, an hour ahead of UTC until the night of 29 March 2026, then two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from orchestration.config import Settings
from tests.warehouse.desk import Desk
from tests.warehouse.harness import Row, query

AS_OF = datetime(2026, 3, 31, 12, tzinfo=UTC)
TIME_ZONE = "Europe/Amsterdam"
DESK = Desk()
DESK.schedule("office", "12345", "09:00-17:00", time_zone="UTC")


def facts_of(settings: Settings, table: str, ticket_id: str, order_by: str) -> list[Row]:
    """Return a ticket's rows of a core table in order."""
    return query(
        settings,
        f"select fact.* from core.{table} as fact inner join core.fct_contacts as contacts "
        "on fact.contact_key = contacts.contact_key "
        f"where contacts.ticket_id = ? order by fact.{order_by}",
        [ticket_id],
    )


def expect(row: Row, **columns: Any) -> None:
    """Compare the named columns exactly."""
    assert {column: row[column] for column in columns} == columns
