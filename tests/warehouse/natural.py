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
    reply_name = {row["reply_key"]: (row["message_id"], row["is_call"]) for row in replies}
    turn_number = {row["turn_key"]: row["turn_number"] for row in turns}

    def name(key: UUID | None) -> str | None:
        return people.get(key, f"unknown key {key}") if key else None

    def owner(row: Row) -> tuple[str, str]:
        return identity.get(row["contact_key"], ("unknown contact", str(row["contact_key"])))

    facts = Facts()
    for row in contacts:
        _add(
            facts.contacts,
            owner(row),
            row,
            merged_into=identity.get(row["merged_into_contact_key"], (None, None))[1],
            requester=name(row["requester_key"]),
            assignee=name(row["assignee_key"]),
            first_agent=name(row["first_agent_key"]),
            last_agent=name(row["last_agent_key"]),
        )
    for row in turns:
        key = (*owner(row), row["turn_number"])
        _add(facts.turns, key, row, reply=reply_name.get(row["reply_key"]))
    for row in replies:
        _add(
            facts.replies,
            (*owner(row), *reply_name[row["reply_key"]]),
            row,
            agent=name(row["agent_key"]),
            turn_number=turn_number.get(row["turn_key"]),
        )
    for row in table(settings, "core.fct_resolutions"):
        key = (*owner(row), row["resolution_number"])
        _add(facts.resolutions, key, row, agent=name(row["agent_key"]))
    return facts


def _add(fact: dict[Any, Row], key: tuple[Any, ...], row: Row, **names: Any) -> None:
    """File a row under its natural key, with natural ids beside its columns."""
    assert key not in fact, f"two rows of a fact have the natural key {key}"
    fact[key] = {**row, **names}


def _ids(sources: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    for connection, source in sources.items():
        for rows in source.tables.values():
            for row in rows:
                for column, value in row.items():
                    if column.endswith("_id") or column == "new_value":
                        yield connection, value
