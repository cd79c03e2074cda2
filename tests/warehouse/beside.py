"""Rows of what happens beside conversations, drawn around the tickets of stories."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta

from tests.warehouse.harness import Row
from tests.warehouse.palette import OFFSETS

POLICIES = ("gold", "iron")
METRICS = ("first_reply_time", "next_reply_time", "requester_wait_time", "total_resolution_time")
PEOPLE = ("ann", "bea", "7")


def rows_beside(tables: Mapping[str, Sequence[Row]], chance: random.Random) -> dict[str, list[Row]]:
    """Return rows of the contract's other tables by table, some of them in two versions."""
    rows: dict[str, list[Row]] = {
        "agents": [
            {"agent_id": agent, "name": agent, "team": team}
            for agent in PEOPLE
            for team in chance.sample(["red", "blue"], chance.choice([1, 1, 2]))
        ],
        "sla_policies": [
            {"policy_id": policy, "metric": metric, "target_seconds": seconds, "clock": clock}
            for policy in POLICIES
            for metric in METRICS
            for seconds, clock in [chance.choice([(60, "calendar"), (7200, "business")])]
        ],
    }
    for table in ("chat_sessions", "surveys", "tasks", "leads", "portal_sessions", "ticket_sla"):
        rows[table] = []
    for number, ticket in enumerate(tables.get("tickets", [])):
        for table in list(rows)[2:]:
            if chance.random() < 0.4:
                rows[table].append(_row(table, f"{number % 50}", ticket, chance))
    return rows


def _row(table: str, identifier: str, ticket: Row, chance: random.Random) -> Row:
    """Return a row of a ticket; one of few ids, so that many are newer versions of another."""

    def instant() -> object:
        return ticket["created_at"] + chance.choice(OFFSETS)

    def later(row: Row, column: str) -> object:
        return chance.choice([None, row[column] + abs(chance.choice(OFFSETS))])

    ticket_id = ticket["ticket_id"]
    if table == "chat_sessions":
        row = {"chat_id": identifier, "ticket_id": ticket_id, "started_at": instant()}
        row["accepted_at"] = later(row, "started_at")
        row["ended_at"] = later(row, "started_at")
        row["agent_id"] = chance.choice(PEOPLE)
    elif table == "surveys":
        row = {"survey_id": identifier, "ticket_id": ticket_id, "offered_at": instant()}
        row["kind"] = chance.choice(["csat", "nps"])
        row["score"] = chance.choice([1, 4, 5, None])
        row["responded_at"] = later(row, "offered_at")
    elif table == "tasks":
        row = {"task_id": identifier, "ticket_id": chance.choice([None, ticket_id])}
        row["assignee_id"] = chance.choice(PEOPLE)
        row["assigned_at"] = instant()
        row["completed_at"] = later(row, "assigned_at")
    elif table == "leads":
        row = {"lead_id": identifier, "ticket_id": chance.choice([None, ticket_id])}
        row["channel"] = ticket["channel"]
        row["captured_at"] = instant()
        row["converted_at"] = later(row, "captured_at")
    elif table == "portal_sessions":
        row = {"session_id": identifier, "customer_id": ticket.get("requester_id")}
        row["started_at"] = ticket["created_at"] - timedelta(hours=chance.choice([0, 1, 24, 25]))
        row["articles_read"] = chance.choice([0, 2])
    else:
        row = {"ticket_id": ticket_id, "policy_id": chance.choice(POLICIES)}
        row["applied_at"] = chance.choice([None, instant()])
    return row
