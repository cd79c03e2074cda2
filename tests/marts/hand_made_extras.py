"""Surveys, leads and visits to the portal beside the contacts of a hand-made core."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]

SCALES = {"csat": (1.0, 5.0), "nps": (0.0, 10.0), "ces": (1.0, 7.0)}


def draw_surveys(draw: random.Random, contacts: Sequence[Row], as_of: datetime) -> Iterator[Row]:
    """Yield a survey of some contacts, answered or not; two effort scores are on another scale."""
    for number, contact in enumerate(contacts):
        kind = draw.choice(["csat", "csat", "nps", "ces", None, None])
        if kind is None:
            continue
        low, high = (1.0, 5.0) if kind == "ces" and number % 2 else SCALES[kind]
        answered = draw.random() < 0.7
        score = float(draw.randint(int(low), int(high))) if answered else None
        offered_at = min(contact["created_at"] + timedelta(hours=draw.randrange(1, 40)), as_of)
        responded_at = min(offered_at + timedelta(hours=draw.randrange(30)), as_of)
        yield {
            "survey_key": uuid.UUID(int=10**12 + number),
            **_place(contact),
            "kind": kind,
            "offered_at": offered_at,
            "responded_at": responded_at if answered else None,
            "score": score,
            "scale_min": low,
            "scale_max": high,
            "is_latest": answered and draw.random() < 0.9,
            "is_satisfied": None if score is None or kind != "csat" else score >= 4,
            "nps_class": None
            if score is None or kind != "nps"
            else ("promoter" if score >= 9 else "passive" if score > 6 else "detractor"),
        }


def draw_leads(draw: random.Random, contacts: Sequence[Row], as_of: datetime) -> Iterator[Row]:
    """Yield a lead for some contacts."""
    for number, contact in enumerate(contacts):
        if draw.random() < 0.3:
            yield {
                "lead_key": uuid.UUID(int=2 * 10**12 + number),
                **_place(contact),
                "captured_at": min(
                    contact["created_at"] + timedelta(hours=draw.randrange(30)), as_of
                ),
                "is_converted": draw.random() < 0.4,
            }


def draw_moods(draw: random.Random, turns: Sequence[Row]) -> Iterator[Row]:
    """Yield the first message of each turn, with the sentiment that it has, if its language can."""
    for number, turn in enumerate(turns):
        score = draw.choice([None, *(round(draw.uniform(-1, 1), 4) for _ in range(4)), 0.0])
        yield {
            "message_key": uuid.UUID(int=4 * 10**12 + number),
            **{name: turn[name] for name in ("contact_key", "connection", "exclusion_reason")},
            "message_id": str(number),
            "is_call": False,
            "sent_at": turn["started_at"],
            "sender_kind": "customer",
            "is_public": True,
            "channel": turn["channel"],
            "sentiment_score": score,
            "sentiment": "unsupported"
            if score is None
            else "positive"
            if score >= 0.05
            else "negative"
            if score <= -0.05
            else "neutral",
        }


def draw_sessions(draw: random.Random, first_at: datetime, days: int) -> Iterator[Row]:
    """Yield visits to the portal of two connections."""
    for number in range(150):
        yield {
            "portal_session_key": uuid.UUID(int=3 * 10**12 + number),
            "connection": draw.choice(["desk", "shop"]),
            "started_at": first_at + timedelta(seconds=draw.randrange(days * 86400)),
            "device": draw.choice(["desktop", "Mobile", "tablet", "fridge", None]),
            "has_read_article": draw.choice([True, False, None]),
            "searched": draw.choice([True, False]),
            "has_ticket_within_24h": draw.choice([True, False, False, None]),
        }


def _place(contact: Mapping[str, Any]) -> Row:
    names = ("contact_key", "connection", "exclusion_reason", "channel", "channel_group")
    return {name: contact[name] for name in names}
