"""What customers say, from files to marts, against figures worked out by hand (see conftest)."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.config import Settings
from orchestration.sentiment import SCORER
from tests.voice.conftest import GOOD, GREAT, HORRIBLE, TERRIBLE, TEXTS
from tests.warehouse import harness
from tests.warehouse.harness import Connection, Row, stable_key

MINUTE = 60
SAID = "select message_id, language, sentiment_score, sentiment, sentiment_source"


def one(settings: Settings, sql: str) -> Row:
    """Return a query's only row."""
    (row,) = harness.query(settings, sql)
    return row


def said(settings: Settings) -> dict[str, tuple[object, ...]]:
    """Return what was found of each customer's message, by its id."""
    rows = harness.query(settings, f"{SAID} from core.fct_messages where sender_kind = 'customer'")
    return {str(message_id): values for message_id, *values in map(tuple_of, rows)}


def tuple_of(row: Row) -> tuple[object, ...]:
    return tuple(row.values())


def test_each_customer_message_has_its_sentiment_and_where_it_comes_from(desk: Settings) -> None:
    assert said(desk) == {
        "m1": ["en", TERRIBLE, "negative", SCORER],
        "m3": ["en", GREAT, "positive", SCORER],
        "m4": [None, 0.9, "positive", "source"],
        "m5": ["nl", None, "unsupported", SCORER],
        "m6": ["en", GOOD, "positive", SCORER],
        "m7": ["en", GREAT, "positive", SCORER],
        "m8": [None, None, None, None],
        "m9": [None, None, None, None],
        "m14": ["en", GOOD, "positive", SCORER],
    }


def test_nobody_elses_messages_have_a_sentiment(desk: Settings) -> None:
    rows = harness.query(desk, f"{SAID} from core.fct_messages where sender_kind <> 'customer'")
    assert {tuple_of(row)[1:] for row in rows} == {(None, None, None, None)}


def test_a_text_is_scored_once_however_often_it_was_written(desk: Settings) -> None:
    assert len(harness.table(desk, "intermediate.int_text_sentiments")) == 4


def test_sentiment_of_all_time_and_of_a_month_beside_the_one_before(desk: Settings) -> None:
    figures = "select * from marts.mart_sentiment where level = 'all' and connection = 'desk'"
    row = one(desk, f"{figures} and period_grain = 'all'")
    assert row["messages"] == 6
    assert row["scored_messages"] == 5
    assert row["unsupported_messages"] == 1
    assert (row["positive_messages"], row["neutral_messages"], row["negative_messages"]) == (
        4,
        0,
        1,
    )
    assert (row["positive_share"], row["neutral_share"], row["negative_share"]) == (0.8, 0.0, 0.2)
    assert row["mean_sentiment"] == pytest.approx(1.929 / 5)
    # Ticket 1 went from terrible to great, ticket 2 from 0.9 to good.
    assert row["compared_contacts"] == 2
    assert (row["improved_contacts"], row["worsened_contacts"]) == (1, 1)
    assert row["mean_first_sentiment"] == pytest.approx(0.21165)
    assert row["mean_last_sentiment"] == pytest.approx(0.53265)
    assert row["mean_sentiment_change"] == pytest.approx(0.321)
    assert row["previous_mean_sentiment"] is None

    april = one(desk, f"{figures} and period_grain = 'month' and period_start = '2026-04-01'")
    assert april["mean_sentiment"] == pytest.approx(GOOD)
    assert april["previous_mean_sentiment"] == pytest.approx(1.4886 / 4)
    assert april["mean_sentiment_change"] is None


def test_what_is_unsupported_is_in_no_mean(desk: Settings) -> None:
    day = one(
        desk,
        "select * from marts.mart_sentiment where period_grain = 'day' and channel = 'email'"
        " and connection = 'desk' and period_start = '2026-03-03'",
    )
    assert (day["messages"], day["scored_messages"], day["unsupported_messages"]) == (3, 2, 1)
    assert day["mean_sentiment"] == pytest.approx((0.9 + GOOD) / 2)


def test_topics_from_tags_with_speed_outcome_and_satisfaction(desk: Settings) -> None:
    topics = "select * from marts.mart_topics where connection = 'desk' and period_grain = 'all'"
    refund = one(desk, f"{topics} and level = 'topic' and topic = 'refund'")
    # Of three contacts that count, two are about it: one answered after ten minutes and resolved
    # within the hour with that reply, one open and never answered.
    assert (refund["contacts"], refund["share_of_contacts"]) == (2, pytest.approx(2 / 3))
    assert refund["answered_share"] == refund["closed_share"] == 0.5
    # Of the one that was resolved.
    assert refund["fcr_gross"] == 1
    assert refund["first_replies"] == 1
    assert refund["first_reply_mean_seconds"] == refund["first_reply_median_seconds"] == 10 * MINUTE
    assert refund["full_resolution_mean_seconds"] == 60 * MINUTE
    assert refund["full_resolution_median_seconds"] == 60 * MINUTE
    assert (refund["rated_contacts"], refund["csat"]) == (2, 0.5)

    stage = one(desk, f"{topics} and topic = 'refund' and lifecycle_stage = 'renewal'")
    assert (stage["contacts"], stage["first_reply_mean_seconds"], stage["csat"]) == (1, None, 0.0)
    assert one(desk, f"{topics} and level = 'topic' and topic = 'vip'")["contacts"] == 1


def test_voice_of_customer_with_the_strongest_message_of_each_contact(desk: Settings) -> None:
    rows = harness.query(
        desk,
        "select connection, sentiment, outcome, contacts, share_of_topic, example_message_id"
        " from marts.mart_voice_of_customer where period_grain = 'all' and topic = 'refund'"
        " order by all",
    )
    # Ticket 1: mean 0.0741; ticket 2: mean 0.6702.
    assert [tuple_of(row) for row in rows] == [
        ("desk", "positive", "resolved", 1, 0.5, "m3"),
        ("desk", "positive", "unanswered", 1, 0.5, "m4"),
        (None, "positive", "resolved", 1, 0.5, None),
        (None, "positive", "unanswered", 1, 0.5, None),
    ]


def test_quick_replies_and_macros_are_ranked_apart(desk: Settings) -> None:
    ranking = (
        "select kind, item_id, uses, share, place, previous_uses from marts.mart_quick_replies"
        " where level = 'all' and {} order by kind, place"
    )
    rows = harness.query(desk, ranking.format("period_grain = 'all'"))
    assert [tuple_of(row) for row in rows] == [
        ("macro", "hello", 3, 0.75, 1, None),
        ("macro", "bye", 1, 0.25, 2, None),
        ("quick_reply", "thanks", 1, 1.0, 1, None),
    ]
    april = "period_grain = 'month' and period_start = '2026-04-01'"
    rows = harness.query(desk, ranking.format(april))
    assert [tuple_of(row) for row in rows] == [
        ("macro", "hello", 2, pytest.approx(2 / 3), 1, 1),
        ("macro", "bye", 1, pytest.approx(1 / 3), 2, None),
    ]


def test_only_new_texts_and_those_of_other_versions_are_scored(desk: Settings) -> None:
    """The last test of the module: it changes the warehouse."""
    with duckdb.connect(str(desk.warehouse)) as warehouse:
        for text, change in ((TEXTS[GREAT], "score = 0.5"), (TEXTS[GOOD], "scorer = 'older'")):
            warehouse.execute(
                f"update intermediate.int_text_sentiments set {change} where text_key = ?",
                [stable_key(text)],
            )
    edited = {
        "message_id": "m1",
        "ticket_id": "1",
        "sent_at": "2026-03-02T09:00Z",
        "sender_kind": "customer",
        "body": TEXTS[HORRIBLE],
        "edited_at": "2026-03-02T09:05Z",
    }
    harness.write_landing(desk.landing, {"desk": Connection({"messages": {"second": [edited]}})})
    harness.loaded_everything(harness.load(desk))
    harness.build(desk, "+fct_messages")
    found = said(desk)
    assert found["m1"] == ["en", HORRIBLE, "negative", SCORER]
    assert found["m3"] == ["en", 0.5, "positive", SCORER], "scored again"
    assert found["m6"] == ["en", GOOD, "positive", SCORER], "not scored by today's version"
    assert len(harness.table(desk, "intermediate.int_text_sentiments")) == 5

    harness.build(desk, "+fct_messages", full_refresh=True)
    assert said(desk)["m3"] == ["en", GREAT, "positive", SCORER]
    assert len(harness.table(desk, "intermediate.int_text_sentiments")) == 4
