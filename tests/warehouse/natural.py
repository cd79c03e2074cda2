"""The warehouse's four facts with natural ids in place of keys: the shape of the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from orchestration.config import Settings
from tests.reference.facts import Facts
from tests.reference.rows import Source
from tests.warehouse.harness import Row, stable_key, table


def read_warehouse(settings: Settings, sources: Mapping[str, Source]) -> Facts:
    """Read the facts; agents and requesters are found again among the ids of the sources."""
    people = {stable_key(connection, name): name for connection, name in _ids(sources)}
    contacts = table(settings, "core.fct_contacts")
    replies = table(settings, "core.fct_replies")
    turns = table(settings, "core.fct_turns")
    identity = {row["contact_key"]: (row["connection"], row["ticket_id"]) for row in contacts}
    reply_name = {
        row["reply_key"]: (row["message_id"] or row["call_id"], row["message_id"] is None)
        for row in replies
    }
    turn_number = {row["turn_key"]: row["turn_number"] for row in turns}

    def name(key: UUID | None) -> str | None:
        return people.get(key, f"unknown key {key}") if key else None

    def owner(row: Row) -> tuple[str, str]:
        return identity.get(row["contact_key"], ("unknown contact", str(row["contact_key"])))

    facts = Facts()
    for row in contacts:
        facts.contacts[owner(row)] = _renamed(
            row,
            merged_into=identity.get(row["merged_into_contact_key"], (None, None))[1],
            requester=name(row["requester_key"]),
            assignee=name(row["assignee_key"]),
            first_agent=name(row["first_agent_key"]),
            last_agent=name(row["last_agent_key"]),
        )
    for row in turns:
        facts.turns[(*owner(row), row["turn_number"])] = _renamed(
            row, reply=reply_name.get(row["reply_key"])
        )
    for row in replies:
        facts.replies[(*owner(row), *reply_name[row["reply_key"]])] = _renamed(
            row,
            agent=name(row["agent_key"]),
            turn_number=turn_number.get(row["turn_key"]),
        )
    for row in table(settings, "core.fct_resolutions"):
        facts.resolutions[(*owner(row), row["resolution_number"])] = _renamed(
            row, agent=name(row["agent_key"])
        )
    for rows, found in (
        (contacts, facts.contacts),
        (replies, facts.replies),
        (turns, facts.turns),
    ):
        assert len(rows) == len(found), "two rows of a fact have one natural key"
    return facts


def _renamed(row: Row, **columns: Any) -> Row:
    """Put natural ids beside a fact's other columns."""
    return {**row, **columns}


def _ids(sources: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    for connection, source in sources.items():
        for rows in source.tables.values():
            for row in rows:
                for column, value in row.items():
                    if column.endswith("_id") or column == "new_value":
                        yield connection, value
