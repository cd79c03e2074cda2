"""Intercom in Fivetran's layout and exports of tweets: what their tables say has changed."""

from __future__ import annotations

import pytest

from tests.warehouse.harness import Row
from tests.warehouse.nights.conftest import Nights
from tests.warehouse.nights.desk import Entry, contact, entries, fact, source

ENTRIES, entry = entries()
OLD, NEW = "2026-02-02T11:00:00Z", "2026-03-31T06:00:00Z"


def conversation(number: int, updated_at: str = OLD, **more: object) -> Row:
    """Return a version of a closed conversation; each has an author of its own."""
    return {
        "id": f"{number}",
        "created_at": "2026-02-02T09:00:00Z",
        "updated_at": updated_at,
        "state": "closed",
        "source_type": "conversation",
        "source_delivered_as": "customer_initiated",
        "source_id": "900",
        "source_author_type": "user",
        "source_author_id": f"user-{number}",
        "source_body": "Hello",
        **more,
    }


def part(number: int, hour: str, part_type: str = "comment", **more: object) -> Row:
    return {
        "id": f"{number}-{hour}",
        "conversation_id": f"{number}",
        "conversation_updated_at": OLD,
        "created_at": f"2026-02-02T{hour}:00Z",
        "part_type": part_type,
        "author_type": "admin",
        "author_id": "7",
        "body": "Hi" if part_type == "comment" else None,
        **more,
    }


def workspace(*conversations: Row) -> dict[str, list[Row]]:
    """Return conversations that are answered after an hour and closed after two."""
    numbers = [int(row["id"]) for row in conversations]
    parts = [[part(number, "10:00"), part(number, "11:00", "close")] for number in numbers]
    return {
        "conversation_history": [*conversations],
        "conversation_part_history": [row for rows in parts for row in rows],
    }


def shown(column: str, number: int, before: object, after: object) -> dict[str, tuple]:
    return {contact(column, str(number), "com"): ([before], [after])}


first = workspace(*[conversation(number) for number in (1, 2, 3, 4, 5, 6, 8, 9, 10)])
first["conversation_history"] += [
    conversation(7, created_at="2026-02-03T09:00:00Z"),
    conversation(11, source_author_type="admin", source_author_id="7"),
]
first["contact_history"] = [
    {"id": "user-6", "updated_at": OLD, "role": "user", "email": "a@com"},
    {"id": "user-7", "updated_at": OLD, "role": "user", "email": "b@com"},
    {"id": "user-8", "updated_at": OLD, "role": "user", "email": "c@com"},
]
# Removed from an instant on that was still to come.
first["conversation_part_history"] += [
    part(5, "09:30", _fivetran_active=False, _fivetran_synced=NEW)
]
second = {
    "conversation_history": [
        conversation(2, NEW, _fivetran_active=False, _fivetran_synced=NEW),
        conversation(9, NEW, conversation_rating_value=4, conversation_rating_created_at=NEW),
    ],
    "conversation_part_history": [
        part(1, "09:30"),
        part(4, "10:00", _fivetran_active=False, conversation_updated_at=NEW),
    ],
    "contact_history": [
        {"id": "user-7", "updated_at": NEW, "role": "user", "email": "a@com"},
        # Looked at a page.
        {"id": "user-8", "updated_at": NEW, "role": "user", "email": "c@com"},
    ],
    "conversation_tag_history": [{"conversation_id": "10", "tag_id": "50"}],
    "conversation_contact_history": [{"conversation_id": "11", "contact_id": "user-11"}],
}
source("fivetran_intercom", "com", first, second)
TOPICS = "select topic from core.bridge_contact_topics where connection = '{}'"
entry("a part", shown("first_reply_seconds", 1, 3600, 1800), scope={"1": True},
      left_alone=["3"], connection="com")  # fmt: skip
entry("a conversation that is removed", shown("exclusion_reason", 2, None, "deleted"),
      scope={"2": True}, connection="com")  # fmt: skip
entry("a part that is removed", shown("first_reply_seconds", 4, 3600, None),
      scope={"4": True}, connection="com")  # fmt: skip
entry("a part that was to be removed", shown("first_reply_seconds", 5, 1800, 3600),
      scope={"5": True}, connection="com")  # fmt: skip
entry("an address that changes", shown("is_fcr_net", 6, True, False),
      scope={"6": False, "7": True}, left_alone=["8"], connection="com")  # fmt: skip
entry("a rating that is asked for",
      {fact("core.fct_surveys", "score", connection="com"): ([], [4])}, scope={"9": True},
      connection="com")  # fmt: skip
entry("a tag", {TOPICS.format("com"): ([], ["50"])}, scope={"10": True},
      connection="com")  # fmt: skip
entry("a contact who joins", shown("requester_key is not null", 11, False, True),
      scope={"11": True}, connection="com")  # fmt: skip

source(
    "fivetran_intercom", "com_tag",
    workspace(conversation(1)) | {
        "tag": [{"id": "50", "name": "refund"}],
        "conversation_tag_history": [{"conversation_id": "1", "tag_id": "50"}],
    },
    {"tag": [{"id": "50", "name": "money back", "_fivetran_synced": NEW}]},
)  # fmt: skip
entry("a tag that is renamed", {TOPICS.format("com_tag"): (["refund"], ["money back"])},
      scope={"1": True}, connection="com_tag")  # fmt: skip
source("fivetran_intercom", "com_quiet", workspace(conversation(1)))
entry("a workspace of which nothing comes",
      {contact("human_replies", "1", "com_quiet"): ([1], [1])}, left_alone=["1"],
      connection="com_quiet")  # fmt: skip


def tweet(number: int, author: str, hour: str, parent: int | None = None) -> Row:
    return {
        "tweet_id": f"{number}",
        "author_id": author,
        "inbound": not author[0].isupper(),
        "created_at": f"2026-02-02T{hour}:00Z",
        "text": "words ^JK",
        "in_response_to_tweet_id": parent,
    }


# 2 answered a tweet that was not there, and 4 nothing; 5 is dated to come.
to_come = tweet(5, "Brand", "09:00", 4) | {"created_at": "2026-03-31T12:00:00Z"}
source(
    "twitter", "tweets",
    {"tweets": [
        tweet(2, "Brand", "10:00", 1), tweet(3, "30", "10:30", 2), tweet(4, "40", "12:00")
    ]},
    {"tweets": [tweet(1, "30", "09:00")]},
)  # fmt: skip
source("twitter", "tweets_to_come", {"tweets": [tweet(4, "40", "12:00"), to_come]})
source("twitter", "tweets_quiet", {"tweets": [tweet(1, "30", "09:00")]})
entry(
    "a tweet that joins a thread",
    {
        contact("is_truncated", "2", "tweets"): ([True], []),
        contact("first_reply_seconds", "1", "tweets"): ([], [3600]),
        contact("inbound_messages", "1", "tweets"): ([], [2]),
    },
    scope={"1": True, "2": True, "4": True},
    connection="tweets",
)
entry(
    "a tweet that was to come",
    {contact("human_replies", "4", "tweets_to_come"): ([0], [1])},
    scope={"4": True},
    connection="tweets_to_come",
)
entry(
    "an export of which nothing comes",
    {contact("inbound_messages", "1", "tweets_quiet"): ([1], [1])},
    left_alone=["1"],
    connection="tweets_quiet",
)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_intercom_and_tweets(nights: Nights, entry: Entry) -> None:
    nights.holds(entry)
