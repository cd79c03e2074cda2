"""A small file per table typed by hand, as spreadsheets are: most of its rows cannot be used.

The reasons are the loader's; the summary counts them, so that its ledger can be held against them.
"""

import csv
from collections import Counter
from datetime import timedelta

from orchestration.simulator.parameters import Run

ACCEPTED = "accepted"
HEADERS = {
    "tickets": ("ticket_id", "channel", "created_at", "status"),
    "messages": ("message_id", "ticket_id", "sent_at", "sender_kind", "body"),
    "ticket_events": ("event_id", "ticket_id", "occurred_at", "field", "new_value"),
    "calls": ("call_id", "ticket_id", "direction", "queued_at", "answered_at"),
    "surveys": ("survey_id", "ticket_id", "kind", "responded_at", "score"),
    "work_sessions": ("session_id", "ticket_id", "kind", "started_at", "ended_at"),
}


def rows(run: Run) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return table, reason and cells of every row."""
    ticket = "1000000"
    noon = f"{run.last_day}T12:00:00Z"
    earlier = f"{run.last_day - timedelta(days=1)}T12:00:00+02:00"
    return [
        ("tickets", "unreadable_value", ("hand-1", "email", "yesterday", "open")),
        ("tickets", "instant_out_of_range", ("hand-2", "email", "0001-01-01T00:00:00Z", "open")),
        ("tickets", "missing_value", ("", "email", noon, "open")),
        ("tickets", "unknown_value", ("hand-3", "email", noon, "wontfix")),
        ("messages", "unreadable_value", ("hand-1", ticket, "2025-13-45 10:00", "customer", "?")),
        ("messages", "missing_value", ("", ticket, noon, "customer", "No id")),
        ("messages", "missing_value", ("hand-2", "", noon, "customer", "No ticket")),
        ("messages", ACCEPTED, ("hand-3", ticket, noon, "robot", 'No known sender,\n"two" lines')),
        ("ticket_events", "missing_value", ("hand-1", ticket, noon, "status", "")),
        ("ticket_events", "unknown_value", ("hand-2", ticket, noon, "colour", "blue")),
        ("calls", "negative_duration", ("hand-1", ticket, "inbound", noon, earlier)),
        ("surveys", "score_off_scale", ("hand-1", ticket, "nps", noon, "11")),
        ("work_sessions", "negative_duration", ("hand-1", ticket, "talk", noon, earlier)),
    ]


def write(run: Run) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Write the files; return rows by table, and rejected rows by table and reason."""
    written: Counter[str] = Counter()
    rejected: dict[str, Counter[str]] = {}
    for table, header in HEADERS.items():
        target = run.folder / table / "hand-entered.csv"
        target.parent.mkdir(exist_ok=True)
        with target.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(header)
            for of, reason, cells in rows(run):
                if of == table:
                    lines.writerow(cells)
                    written[table] += 1
                    if reason != ACCEPTED:
                        rejected.setdefault(table, Counter())[reason] += 1
    return written, rejected
