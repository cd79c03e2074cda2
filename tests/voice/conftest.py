"""A small desk of which every figure about what customers say was worked out by hand.

VADER's score of a text with one word of its list is that word's valence v as v / sqrt(v² + 15):
great 3.1 → 0.6249, good 1.9 → 0.4404, terrible −2.1 → −0.4767, horrible −2.5 → −0.5423.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from orchestration.config import Settings
from tests.warehouse import harness
from tests.warehouse.harness import Connection, Row

AS_OF = datetime(2026, 5, 1, tzinfo=UTC)
GREAT, GOOD, TERRIBLE, HORRIBLE = 0.6249, 0.4404, -0.4767, -0.5423
TEXTS = {
    GREAT: "The service is great",
    GOOD: "The app is good",
    TERRIBLE: "The app is terrible",
    HORRIBLE: "The app is horrible",
}
DUTCH = "Mijn bestelling is nog steeds niet geleverd en ik wacht al een week op antwoord"


def ticket(ticket_id: str, created: str, **more: object) -> Row:
    row = {"ticket_id": ticket_id, "channel": "chat", "created_at": created, "status": "open"}
    return row | more


def message(message_id: str, ticket_id: str, sent: str, kind: str, **more: object) -> Row:
    row = {"message_id": message_id, "ticket_id": ticket_id, "sent_at": sent, "sender_kind": kind}
    return row | more


DESK = {
    "tickets": [
        ticket("1", "2026-03-02T09:00Z", lifecycle_stage="onboarding", requester_id="c1"),
        ticket("2", "2026-03-03T09:00Z", lifecycle_stage="renewal", channel="email"),
        ticket("spam", "2026-03-04T09:00Z", status="spam"),
        ticket("4", "2026-04-01T09:00Z"),
    ],
    "ticket_events": [
        {
            "event_id": "e1",
            "ticket_id": "1",
            "occurred_at": "2026-03-02T10:00Z",
            "field": "status",
            "new_value": "solved",
        }
    ],
    "ticket_tags": [
        {"ticket_id": number, "tag": tag}
        for number, tag in (("1", "refund"), ("1", "vip"), ("2", "refund"), ("spam", "refund"))
    ],
    "surveys": [
        {"survey_id": "s1", "ticket_id": "1", "kind": "csat", "score": 5,
         "responded_at": "2026-03-02T12:00Z"},
        {"survey_id": "s2", "ticket_id": "2", "kind": "csat", "score": 2,
         "responded_at": "2026-03-05T12:00Z"},
    ],
    "messages": [
        message("m1", "1", "2026-03-02T09:00Z", "customer", body=TEXTS[TERRIBLE],
                edited_at="2026-03-02T09:01Z"),
        message("m2", "1", "2026-03-02T09:10Z", "agent", body="That is great", macro_id="hello"),
        message("m3", "1", "2026-03-02T09:20Z", "customer", body=TEXTS[GREAT],
                quick_reply_id="thanks"),
        # The source's own sentiment wins; one off the scale is none.
        message("m4", "2", "2026-03-03T09:00Z", "customer", body=TEXTS[TERRIBLE], sentiment=0.9),
        message("m5", "2", "2026-03-03T09:30Z", "customer", body=DUTCH),
        message("m6", "2", "2026-03-03T10:00Z", "customer", body=TEXTS[GOOD], sentiment=7),
        message("m7", "spam", "2026-03-04T09:00Z", "customer", body=TEXTS[GREAT],
                quick_reply_id="thanks"),
        # No text, unseen, a bot's.
        message("m8", "4", "2026-04-01T09:00Z", "customer"),
        message("m9", "4", "2026-04-01T09:01Z", "customer", body=TEXTS[GREAT], is_public=False),
        message("m10", "4", "2026-04-01T09:02Z", "bot", body=TEXTS[GREAT]),
        message("m11", "4", "2026-04-01T09:10Z", "agent", body="Hello", macro_id="hello"),
        message("m12", "4", "2026-04-01T09:20Z", "agent", body="Hello", macro_id="hello"),
        message("m13", "4", "2026-04-01T09:30Z", "agent", body="Bye", macro_id="bye"),
        message("m14", "4", "2026-04-01T09:40Z", "customer", body=TEXTS[GOOD]),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Load the desk and build what is said about it."""
    settings = harness.settings_below(tmp_path_factory.mktemp("voice"), as_of=AS_OF)
    harness.write_landing(settings.landing, {"desk": Connection(DESK)})
    harness.loaded_everything(harness.load(settings))
    harness.build(settings, "+path:models/marts/voice")
    return settings
