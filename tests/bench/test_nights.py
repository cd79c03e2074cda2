"""How the benchmark of nights takes an export apart by days, and sees where the time went."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench.days import INSTANTS, add_day, ends_of_days, split_off_days
from bench.nights import node_seconds

T0 = datetime.fromisoformat("2025-06-29")
T1 = datetime.fromisoformat("2025-06-30")
T2 = datetime.fromisoformat("2025-07-01")

# A ticket from before, solved and moved to another agent on the second day; one of the first day.
TICKETS = """
    select ticket_id, created_at, updated_at, status, assignee_id, 'g' as group_id,
        'low' as priority, null::varchar as merged_into_ticket_id
    from (values
        ('1', timestamp '2025-06-28 10:00', timestamp '2025-06-30 09:00', 'solved', 'b'),
        ('2', timestamp '2025-06-29 12:00', timestamp '2025-06-29 12:00', 'new', null),
        ('3', timestamp '2025-06-01 12:00', timestamp '2025-06-02 12:00', 'closed', 'a')
    ) as rows (ticket_id, created_at, updated_at, status, assignee_id)
"""
EVENTS = """
    select * from (values
        ('e1', '1', timestamp '2025-06-28 11:00', 'status', 'open'),
        ('e2', '1', timestamp '2025-06-28 11:00', 'assignee_id', 'a'),
        ('e3', '1', timestamp '2025-06-30 08:00', 'assignee_id', 'b'),
        ('e4', '1', timestamp '2025-06-30 09:00', 'status', 'solved')
    ) as rows (event_id, ticket_id, occurred_at, field, new_value)
"""
MESSAGES = """
    select * from (values
        ('m1', '1', timestamp '2025-06-28 10:00', null::timestamp),
        ('m2', '2', timestamp '2025-06-29 12:00', timestamp '2025-06-30 12:00')
    ) as rows (message_id, ticket_id, sent_at, edited_at)
"""
SURVEYS = """
    select 's1' as survey_id, '3' as ticket_id, timestamp '2025-06-20' as offered_at,
        timestamp '2025-06-29 07:00' as responded_at, 5.0 as score, 'thanks' as comment
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    tables = {"tickets": TICKETS, "ticket_events": EVENTS, "messages": MESSAGES, "surveys": SURVEYS}
    for table in ("tickets", *INSTANTS):
        (folder / table).mkdir(parents=True)
        if table in tables:
            target = folder / table / "export-00000.parquet"
            duckdb.sql(f"copy ({tables[table]}) to '{target}' (format parquet)")
    late = folder / "messages" / "export-late-00000.parquet"
    duckdb.sql(
        "copy (select 'm9' as message_id, '3' as ticket_id, null::timestamp as edited_at,"
        f" timestamp '2025-06-30 01:00' as sent_at) to '{late}' (format parquet)"
    )
    return folder


def _rows(folder: Path, table: str, columns: str) -> list[tuple[Any, ...]]:
    if not list((folder / table).glob("*.parquet")):
        return []
    return duckdb.sql(f"select {columns} from '{folder}/{table}/*.parquet' order by all").fetchall()


def test_history_is_as_it_was_and_each_day_brings_what_it_changed(
    desk: Path, tmp_path: Path
) -> None:
    first, second = split_off_days(desk, tmp_path / "later", [T0, T1, T2])

    of_tickets = "ticket_id, status, assignee_id, updated_at"
    assert _rows(desk, "tickets", of_tickets) == [
        ("1", "open", "a", datetime.fromisoformat("2025-06-28 11:00")),
        ("3", "closed", "a", datetime.fromisoformat("2025-06-02 12:00")),
    ]
    assert _rows(first, "tickets", "ticket_id, status") == [("2", "new")]
    assert _rows(second, "tickets", of_tickets) == [
        ("1", "solved", "b", datetime.fromisoformat("2025-06-30 09:00"))
    ]

    assert _rows(desk, "messages", "message_id") == [("m1",)]
    assert _rows(first, "messages", "message_id, edited_at") == [("m2", None)]
    assert _rows(second, "messages", "message_id, edited_at") == [
        ("m2", datetime.fromisoformat("2025-06-30 12:00")),
        ("m9", None),
    ]
    assert _rows(desk, "ticket_events", "event_id") == [("e1",), ("e2",)]
    assert _rows(first, "ticket_events", "event_id") == []
    assert _rows(second, "ticket_events", "event_id") == [("e3",), ("e4",)]

    of_surveys = "survey_id, responded_at, score, comment"
    assert _rows(desk, "surveys", of_surveys) == [("s1", None, None, None)]
    assert _rows(first, "surveys", of_surveys) == [
        ("s1", datetime.fromisoformat("2025-06-29 07:00"), 5.0, "thanks")
    ]


def test_a_day_is_put_beside_the_files_that_are_there(desk: Path, tmp_path: Path) -> None:
    (day,) = split_off_days(desk, tmp_path / "later", [T0, T1])
    add_day(desk, day)
    assert sorted(path.name for path in (desk / "tickets").iterdir()) == [
        "day-001.parquet",
        "export-00000.parquet",
    ]


def test_days_end_at_midnights_up_to_the_last() -> None:
    assert ends_of_days(T2, 2) == [T0, T1, T2]


def test_nodes_that_run_at_once_are_counted_once() -> None:
    def entry(started: str, completed: str) -> dict[str, Any]:
        day = "2025-07-01T00:00:"
        compiled = {"started_at": f"{day}{started}", "completed_at": f"{day}{started}"}
        executed = {"started_at": f"{day}{started}", "completed_at": f"{day}{completed}"}
        return {"timing": [compiled, executed]}

    # 0 to 6 without a gap, then 10 to 11; one node did not run.
    entries = [entry("00", "04"), entry("02", "06"), entry("10", "11"), {"timing": []}]
    assert node_seconds(entries) == 7
