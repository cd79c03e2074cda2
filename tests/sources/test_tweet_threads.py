"""Real tweets threaded by the warehouse and, tweet by tweet, by a walk up the answers."""

from __future__ import annotations

import csv
import gzip
import shutil
import statistics
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.config import Settings
from tests.warehouse import harness

AS_OF = datetime(2018, 1, 1, tzinfo=UTC)
EXPORTS = {
    "brands": "twcs_dev_conversations.csv.gz",
    "spotify": "twcs_spotifycares_partial.csv.gz",
}

Tweets = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def threads(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = harness.settings_below(tmp_path_factory.mktemp("threads"), as_of=AS_OF)
    for connection, file in EXPORTS.items():
        folder = settings.landing / connection
        folder.mkdir(parents=True)
        (folder / "connection.yml").write_text("type: twitter\n", encoding="utf-8")
        shutil.copy(real_data / file, folder / "tweets.csv.gz")
    harness.load(settings)
    harness.build(settings, "+path:models/staging/twitter")
    return settings


def read_tweets(path: Path) -> Tweets:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return {row["tweet_id"]: row for row in csv.DictReader(file)}


def root_of(tweets: Tweets, tweet_id: str) -> str:
    while (parent := tweets[tweet_id]["in_response_to_tweet_id"]) in tweets:
        tweet_id = parent
    return tweet_id


@pytest.mark.parametrize(
    ("connection", "contacts", "truncated"), [("brands", 787, 4), ("spotify", 17_704, 17_693)]
)
def test_every_tweet_finds_the_root_that_a_walk_finds(
    threads: Settings, real_data: Path, connection: str, contacts: int, truncated: int
) -> None:
    tweets = read_tweets(real_data / EXPORTS[connection])
    walked = {tweet_id: root_of(tweets, tweet_id) for tweet_id in tweets}
    staged = harness.query(
        threads,
        "select tweet_id, ticket_id, is_truncated from staging.stg_twitter__threads "
        "where connection = ?",
        [connection],
    )
    assert {row["tweet_id"]: row["ticket_id"] for row in staged} == walked
    assert len(set(walked.values())) == contacts
    answering = {root for root in walked.values() if tweets[root]["in_response_to_tweet_id"]}
    assert {row["ticket_id"] for row in staged if row["is_truncated"]} == answering
    assert len(answering) == truncated


def test_first_replies_of_whole_inbound_conversations(threads: Settings, real_data: Path) -> None:
    """772 of them, with a median of 920.5 s: from the file, and from the staged messages."""

    def first_replies(messages: dict[str, list[tuple[datetime, bool, int]]]) -> list[float]:
        seconds = []
        for conversation in messages.values():
            ordered = sorted(conversation)
            started_at, is_reply, _ = ordered[0]
            replies = [sent_at for sent_at, is_reply, _ in ordered if is_reply]
            if not is_reply and replies:
                seconds.append((replies[0] - started_at).total_seconds())
        return seconds

    tweets = read_tweets(real_data / EXPORTS["brands"])
    walked: dict[str, list[tuple[datetime, bool, int]]] = {}
    for tweet_id, tweet in tweets.items():
        root = root_of(tweets, tweet_id)
        if not tweets[root]["in_response_to_tweet_id"]:
            sent_at = datetime.strptime(tweet["created_at"], "%a %b %d %H:%M:%S %z %Y")
            message = (sent_at, tweet["inbound"] == "False", int(tweet_id))
            walked.setdefault(root, []).append(message)

    staged: dict[str, list[tuple[datetime, bool, int]]] = {}
    for row in harness.query(
        threads,
        "select messages.ticket_id, messages.message_id, messages.sent_at, messages.sender_kind "
        "from staging.stg_twitter__messages as messages "
        "inner join staging.stg_twitter__tickets as tickets using (connection, ticket_id) "
        "where connection = 'brands' and not tickets.is_truncated",
    ):
        message = (row["sent_at"], row["sender_kind"] == "agent", int(row["message_id"]))
        staged.setdefault(row["ticket_id"], []).append(message)

    for seconds in (first_replies(walked), first_replies(staged)):
        assert len(seconds) == 772
        assert statistics.median(seconds) == 920.5
