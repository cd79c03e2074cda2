"""A small core without a landing folder: rows of the facts that marts read, drawn at random.

Columns of the facts that marts do not read stay NULL. Values need not hang together as the core's
would: marts count and add up columns, and are tested for that here.
"""

from __future__ import annotations

import csv
import random
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from orchestration.config import PROJECT
from tests.marts.hand_made_extras import (
    draw_leads,
    draw_moods,
    draw_sessions,
    draw_surveys,
)

Row = dict[str, Any]

# Facts hold UTC without an offset.
AS_OF = datetime.fromisoformat("2024-11-12 09:30:00")
TIME_ZONE = "Europe/Amsterdam"
ZONE = ZoneInfo(TIME_ZONE)
UTC = ZoneInfo("UTC")
FIRST = datetime.fromisoformat("2024-09-20 00:00:00")

CHANNEL_GROUPS = {
    row["channel"]: row["channel_group"]
    for row in csv.DictReader((PROJECT / "seeds" / "channels.csv").open(encoding="utf-8"))
}
CLOCKED = ("first_resolution", "full_resolution", "requester_wait", "agent_wait", "on_hold")


# Cost of an hour; fixed costs of a month by connection (None: each) and channel.
RATE = 30
FIXED_COSTS = {("shop", "portal"): 310, (None, "portal"): 62, (None, "facebook"): 100}

# The agents' teams; the last agent has none.
TEAMS = ("North", "North", "South", "South", None)


def agent_key(number: int) -> uuid.UUID:
    """Return the key of one of the agents."""
    return uuid.UUID(int=5000 + number % len(TEAMS))


@dataclass(frozen=True)
class Core:
    """The rows of every fact; dimensions follow from the seeds and the time zone."""

    contacts: Sequence[Row]
    turns: Sequence[Row]
    replies: Sequence[Row]
    resolutions: Sequence[Row]
    messages: Sequence[Row]
    surveys: Sequence[Row]
    leads: Sequence[Row]
    sessions: Sequence[Row]
    moods: Sequence[Row]


def local_date(instant: datetime) -> date:
    """Return the date in the reporting time zone of a UTC instant."""
    return instant.replace(tzinfo=UTC).astimezone(ZONE).date()


def draw_core(seed: int, contacts: int = 260) -> Core:
    """Return a core that is the same for a seed."""
    draw = random.Random(seed)  # noqa: S311
    drawn = [_contact(draw, number) for number in range(contacts)]
    resolutions = [row for contact in drawn for row in _resolutions(draw, contact)]
    last = {row["contact_key"]: row for row in resolutions}
    first: dict[uuid.UUID, Row] = {}
    for row in resolutions:
        first.setdefault(row["contact_key"], row)
    for contact in drawn:
        _state(draw, contact, first.get(contact["contact_key"]), last.get(contact["contact_key"]))
    turns = [row for contact in drawn for row in _turns(draw, contact)]
    replies = [_reply(draw, turn) for turn in turns if turn["answered_at"] is not None]
    messages: dict[tuple[str, date, str], int] = {}
    for turn in turns:
        if turn["exclusion_reason"] is None:
            key = turn["connection"], local_date(turn["started_at"]), turn["channel"]
            messages[key] = messages.get(key, 0) + turn["messages"]
    return Core(
        contacts=drawn,
        turns=turns,
        replies=replies,
        resolutions=resolutions,
        messages=[
            {"connection": c, "sent_on": on, "channel": channel, "inbound_messages": count}
            for (c, on, channel), count in messages.items()
        ],
        surveys=list(draw_surveys(draw, drawn, AS_OF)),
        leads=[
            {**row, "date_on": local_date(row["captured_at"])}
            for row in draw_leads(draw, drawn, AS_OF)
        ],
        sessions=[
            {**row, "date_on": local_date(row["started_at"])}
            for row in draw_sessions(draw, FIRST, 53)
        ],
        moods=list(draw_moods(draw, turns)),
    )


def _seconds(draw: random.Random, mean: float) -> float:
    """Return a duration, now and then exactly one of the times of the share-within statistics."""
    if draw.random() < 0.1:
        return float(draw.choice([0, 900, 3600, 14400, 86400, 172800]))
    return round(draw.expovariate(1 / mean), 6)


def _contact(draw: random.Random, number: int) -> Row:
    connection = draw.choice(["desk", "desk", "shop", "tweets"])
    channel = draw.choice(
        ["email", "facebook", "instagram", "twitter", "whatsapp", "portal", "web", "chat"]
    )
    channel = "twitter" if connection == "tweets" else channel
    # A third are young, so that cohorts of every time have members on both sides of the cut.
    if draw.random() < 0.35:
        created_at = AS_OF - timedelta(seconds=draw.randrange(0, 3 * 86400))
    else:
        created_at = FIRST + timedelta(seconds=draw.randrange(0, 53 * 86400))
    person = draw.choice([None, *range(40)])
    social = CHANNEL_GROUPS[channel] == "social"
    is_outbound = draw.random() < 0.1
    is_truncated = connection == "tweets" and draw.random() < 0.2
    scheduled = connection == "desk"
    answered = draw.random() < 0.7
    first_reply = _seconds(draw, 40000) if answered and not is_truncated else None
    worked = connection == "shop" and draw.random() < 0.6
    handle = _seconds(draw, 600) if worked else None
    return {
        "contact_key": uuid.UUID(int=number + 1),
        "connection": connection,
        "source_type": "helpdesk",
        "ticket_id": str(number),
        "channel": channel,
        "channel_group": CHANNEL_GROUPS[channel],
        "is_outbound": is_outbound,
        "is_truncated": is_truncated,
        "exclusion_reason": draw.choice([None] * 9 + ["spam"]),
        "priority": (None, "low", "high")[number % 3],
        "first_agent_key": agent_key(number) if answered else None,
        "person_key": None if person is None else uuid.UUID(int=1000 + person),
        "created_in_business_hours": draw.random() < 0.7 if scheduled else None,
        "created_at": created_at,
        "human_replies": draw.choice([1, 1, 2, 3, 5]) if answered else 0,
        "has_assignment_history": connection != "tweets",
        "transfers_before_resolution": draw.choice([0, 0, 0, 1, 2]),
        "is_escalated": draw.random() < 0.1,
        "failed_elsewhere": draw.random() < 0.2 if social and not is_outbound else None,
        "first_reply_seconds": first_reply,
        "first_reply_business_seconds": (
            None if first_reply is None or not scheduled else round(first_reply / 3, 6)
        ),
        "first_reply_any_seconds": None if first_reply is None else round(first_reply / 2, 6),
        "is_bot_only": number % 11 == 0,
        "handle_seconds": handle,
        "cost_amount": None if handle is None else round(handle * RATE / 3600, 6),
        "cost_currency": None if handle is None else "EUR",
        "wrap_up_seconds": _seconds(draw, 90) if worked else None,
        "last_work_session_ended_at": (
            min(created_at + timedelta(seconds=draw.randrange(200000)), AS_OF) if worked else None
        ),
    }


def _resolutions(draw: random.Random, contact: Row) -> list[Row]:
    """Return up to three resolutions, the first now and then before the creation."""
    if contact["connection"] == "tweets":
        return []
    rows: list[Row] = []
    at = contact["created_at"] - timedelta(seconds=600 if draw.random() < 0.1 else 0)
    while draw.random() < (0.8 if not rows else 0.4):
        at += timedelta(seconds=draw.randrange(0, 500000))
        reopened_at = at + timedelta(seconds=draw.randrange(1, 200000))
        if at > AS_OF:
            break
        reopened = reopened_at <= AS_OF and draw.random() < 0.5
        clipped = max(0.0, (at - contact["created_at"]).total_seconds())
        rows.append(
            {
                "resolution_key": uuid.UUID(int=contact["contact_key"].int * 10 + len(rows)),
                "contact_key": contact["contact_key"],
                "connection": contact["connection"],
                "channel": contact["channel"],
                "exclusion_reason": contact["exclusion_reason"],
                "resolution_number": len(rows) + 1,
                "resolved_at": at,
                "reopened_at": reopened_at if reopened else None,
                "seconds_from_created": clipped,
            }
        )
        if not reopened:
            break
        at = reopened_at
    return rows


def _state(draw: random.Random, contact: Row, first: Row | None, last: Row | None) -> None:
    """Fill in what follows from the resolutions; tweets have no status at all."""
    if contact["connection"] == "tweets":
        return
    # A few states are undated: a status is known, but not since when.
    dated = last is not None or draw.random() < 0.9
    is_resolved = last is not None and last["reopened_at"] is None
    contact["is_resolved"] = is_resolved if dated else draw.random() < 0.5
    if first is not None:
        contact["first_resolved_at"] = first["resolved_at"]
        contact["first_resolution_seconds"] = first["seconds_from_created"]
    if is_resolved and last is not None:
        contact["resolved_at"] = last["resolved_at"]
        contact["full_resolution_seconds"] = last["seconds_from_created"]
        gross = contact["human_replies"] == 1 and last["resolution_number"] == 1
        contact["is_fcr_gross"] = gross
        contact["is_fcr_net"] = gross and draw.random() < 0.7
    elif dated:
        contact["is_fcr_gross"] = contact["is_fcr_net"] = False
    if dated:
        for name in ("requester_wait", "agent_wait", "on_hold", "agent_work"):
            contact[f"{name}_seconds"] = _seconds(draw, 60000)
        if draw.random() < 0.8:
            contact["unassigned_seconds"] = _seconds(draw, 3000)
    if contact["created_in_business_hours"] is not None:
        for name in (*CLOCKED, "agent_work"):
            seconds = contact.get(f"{name}_seconds")
            if seconds is not None:
                contact[f"{name}_business_seconds"] = round(seconds / 3, 6)


def _turns(draw: random.Random, contact: Row) -> Iterable[Row]:
    for number in range(1, draw.choice([1, 1, 2, 3]) + 1):
        started_at = min(contact["created_at"] + timedelta(seconds=draw.randrange(0, 90000)), AS_OF)
        seconds = _seconds(draw, 20000) if draw.random() < 0.8 else None
        in_hours = contact["created_in_business_hours"]
        turn_number = contact["contact_key"].int * 100 + number
        yield {
            "turn_key": uuid.UUID(int=turn_number),
            "contact_key": contact["contact_key"],
            "connection": contact["connection"],
            "exclusion_reason": contact["exclusion_reason"],
            "turn_number": number,
            "channel": draw.choice([contact["channel"], contact["channel"], "email"]),
            "started_at": started_at,
            "started_in_business_hours": in_hours,
            "messages": draw.choice([1, 1, 2, 4]),
            "answered_at": None if seconds is None else started_at + timedelta(seconds=seconds),
            "reply_key": (
                None
                if seconds is None
                else uuid.UUID(int=contact["contact_key"].int * 100 + number + 10**9)
            ),
            "reply_seconds": seconds,
            "reply_business_seconds": (
                None if seconds is None or in_hours is None else round(seconds / 3, 6)
            ),
        }


def _reply(draw: random.Random, turn: Row) -> Row:
    return {
        "reply_key": turn["reply_key"],
        "contact_key": turn["contact_key"],
        "connection": turn["connection"],
        "exclusion_reason": turn["exclusion_reason"],
        "agent_key": agent_key(turn["turn_key"].int // 100 + turn["turn_key"].int),
        "channel": draw.choice([turn["channel"], "portal"]),
        "sent_at": turn["answered_at"],
        "answers_turn": draw.random() < 0.9,
    }
