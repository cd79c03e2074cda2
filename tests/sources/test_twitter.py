"""Hand-made tweets, each connection a case, with threads and signatures worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.sources.conftest import Staged, stage
from tests.warehouse.harness import Row

AS_OF = datetime(2017, 11, 2, tzinfo=UTC)


def tweet(
    tweet_id: str,
    author_id: str,
    at: str,
    text: str = "words",
    *,
    parent: str = "",
    answers: str = "",
) -> Row:
    """A row of an export; brands' names begin with a capital, customers are numbers."""
    return {
        "tweet_id": tweet_id,
        "author_id": author_id,
        "inbound": str(not author_id[0].isupper()),
        "created_at": f"Wed Nov 01 {at} +0000 2017",
        "text": text,
        "response_tweet_id": answers,
        "in_response_to_tweet_id": parent,
    }


SIGNED = {
    "caret": ("Happy to help. ^JK", "JK"),
    "slash": ("a look backstage /LS", "LS"),
    "dash": ("when we called. -Becky", "Becky"),
    "spaced dash": ("resolved :) TY - James", "James"),
    "star": ("Thanks!  *HCK", "HCK"),
    "part number": ("let us know. Thanks! ^Anoop 2/2", "Anoop"),
    "link": ("could you DM us? /CH https://t.co/ldFdZRiNAt", "CH"),
    "line break": ("ask your question\n^JAY", "JAY"),
    "none": ("We have resolved this.", None),
    "compound word": ("you can use our Wi-Fi", None),
    "date": ("we are open 24/7", None),
    "and/or": ("by mail and/or", None),
}

CASES: dict[str, list[Row]] = {
    # 1 <- 2 <- 3 <- 4, where 3 is another customer's tweet who joins; 5 answers a missing tweet.
    "threads": [
        tweet("1", "115712", "10:00:00", "@Brand help", answers="2"),
        tweet("2", "Brand", "10:05:00", "@115712 sure ^JK", parent="1", answers="3"),
        tweet("3", "999", "10:06:00", parent="2", answers="4"),
        tweet("4", "Brand", "10:09:00", "@999 too", parent="3"),
        tweet("5", "777", "11:00:00", parent="404"),
        tweet("6", "Brand", "11:10:00", parent="5"),
    ],
    # The brand begins; its requester is the first customer who joins.
    "outbound": [
        tweet("1", "Brand", "09:00:00", "New in store"),
        tweet("3", "20", "09:30:00", parent="1"),
        tweet("2", "10", "09:20:00", parent="1"),
    ],
    # Nobody answers: the first mentioned account that writes outbound tweets is the brand.
    "unanswered": [
        tweet("1", "10", "08:00:00", "@friend @brandtwo @Brand it broke"),
        tweet("2", "BrandTwo", "08:30:00", "Hello everyone"),
        tweet("3", "Brand", "08:31:00", "Hello"),
        tweet("4", "11", "08:40:00", "nobody in particular"),
    ],
    # Only the parent says that 2 answers 1; where both speak and differ, the answer itself wins.
    "listed": [
        tweet("1", "10", "07:00:00", answers="2, 9"),
        tweet("2", "Brand", "07:10:00"),
        tweet("8", "20", "07:20:00", answers="7"),
        tweet("7", "Brand", "07:30:00", parent="1"),
        # 3 answers a tweet that the data lacks, whoever lists it.
        tweet("5", "30", "07:40:00", answers="3"),
        tweet("3", "Brand", "07:50:00", parent="404"),
    ],
    # A tool that keeps a column of single ids as floats.
    "floats": [
        tweet("1.0", "10", "07:00:00", answers="2.0"),
        tweet("2.0", "Brand", "07:10:00"),
    ],
    # 1 and 2 answer each other, 3 hangs from them, 4 answers itself.
    "circle": [
        tweet("1", "10", "06:00:00", parent="2"),
        tweet("2", "Brand", "06:10:00", parent="1"),
        tweet("3", "10", "06:20:00", parent="2"),
        tweet("4", "10", "06:30:00", parent="4"),
        tweet("5", "Brand", "06:40:00", parent="4"),
    ],
    # 5,000 tweets, each an answer to the one before; the ids do not follow the thread.
    "deep": [
        tweet(str(9000 - n), "10" if n % 2 == 0 else "Brand", "05:00:00", parent=str(9001 - n))
        for n in range(1, 5000)
    ]
    + [tweet("9000", "10", "04:00:00")],
    "signatures": [
        tweet(str(index), "Brand", "03:00:00", text)
        for index, (text, _) in enumerate(SIGNED.values(), start=100)
    ],
    # The answer was posted after as_of.
    "later": [
        tweet("1", "10", "12:00:00", answers="2"),
        {**tweet("2", "Brand", "00:00:01", parent="1"), "created_at": "2017-11-02T00:00:01Z"},
    ],
}


@pytest.fixture(scope="module")
def tweets(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    root = tmp_path_factory.mktemp("twitter")
    connections = {name: {"tweets": rows} for name, rows in CASES.items()}
    return stage(root, "twitter", connections, AS_OF)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2017-11-01T{clock}")


def test_a_thread_is_named_after_its_root_and_truncated_when_the_root_answers_what_is_missing(
    tweets: Staged,
) -> None:
    assert tweets.rows(
        "tickets", "threads", "ticket_id", "created_at", "is_truncated", "requester_id", "brand",
        "channel", "status", order="ticket_id",
    ) == [
        ("1", at("10:00:00"), False, "115712", "Brand", "twitter", None),
        ("5", at("11:00:00"), True, "777", "Brand", "twitter", None),
    ]  # fmt: skip


def test_a_customer_who_joins_a_thread_writes_a_customer_message_of_it(tweets: Staged) -> None:
    assert tweets.rows(
        "messages", "threads", "message_id", "ticket_id", "sender_kind", "sender_id", "sent_at",
        order="message_id",
    ) == [
        ("1", "1", "customer", "115712", at("10:00:00")),
        ("2", "1", "agent", "Brand:JK", at("10:05:00")),
        ("3", "1", "customer", "999", at("10:06:00")),
        ("4", "1", "agent", None, at("10:09:00")),
        ("5", "5", "customer", "777", at("11:00:00")),
        ("6", "5", "agent", None, at("11:10:00")),
    ]  # fmt: skip


def test_the_requester_of_an_outbound_thread_is_the_first_customer_to_join(
    tweets: Staged,
) -> None:
    assert tweets.rows("tickets", "outbound", "ticket_id", "requester_id", order="ticket_id") == [
        ("1", "10")
    ]


def test_the_brand_of_an_unanswered_tweet_is_the_one_that_it_mentions_first(
    tweets: Staged,
) -> None:
    assert tweets.rows("tickets", "unanswered", "ticket_id", "brand", order="ticket_id") == [
        ("1", "BrandTwo"),
        ("2", "BrandTwo"),
        ("3", "Brand"),
        ("4", None),
    ]


def test_a_list_of_answers_links_a_tweet_that_names_no_parent(tweets: Staged) -> None:
    assert tweets.rows("threads", "listed", "tweet_id", "ticket_id", order="tweet_id") == [
        ("1", "1"),
        ("2", "1"),
        ("3", "3"),
        ("5", "5"),
        ("7", "1"),
        ("8", "8"),
    ]
    assert tweets.rows(
        "tickets", "listed", "ticket_id", order="ticket_id"
    ) == [("1",), ("3",), ("5",), ("8",)]  # fmt: skip
    assert ("3", True) in tweets.rows(
        "tickets", "listed", "ticket_id", "is_truncated", order="ticket_id"
    )


def test_a_listed_answer_may_be_written_as_a_float(tweets: Staged) -> None:
    assert tweets.rows("threads", "floats", "tweet_id", "ticket_id", order="tweet_id") == [
        ("1", "1"),
        ("2", "1"),
    ]


def test_tweets_in_a_circle_are_kept_as_a_contact_each(tweets: Staged) -> None:
    assert tweets.rows(
        "threads", "circle", "tweet_id", "ticket_id", "is_in_circle", "is_truncated",
        order="tweet_id",
    ) == [
        ("1", "1", True, False),
        ("2", "2", True, False),
        ("3", "3", True, False),
        ("4", "4", False, False),
        ("5", "4", False, False),
    ]  # fmt: skip


def test_a_thread_may_be_thousands_of_answers_deep(tweets: Staged) -> None:
    assert tweets.rows("tickets", "deep", "ticket_id", order="ticket_id") == [("9000",)]
    assert tweets.rows("messages", "deep", "count(*)", order="1") == [(5000,)]


@pytest.mark.parametrize("case", SIGNED)
def test_the_signature_at_the_end_names_the_agent(tweets: Staged, case: str) -> None:
    text, signature = SIGNED[case]
    (found,) = (
        row[1:]
        for row in tweets.rows(
            "messages", "signatures", "body", "sender_id", "sender_kind", order="body"
        )
        if row[0] == text
    )
    assert found == (f"Brand:{signature}" if signature else None, "agent")


def test_agents_are_signatures_of_an_account_and_customers_the_authors_of_inbound_tweets(
    tweets: Staged,
) -> None:
    assert tweets.rows("agents", "threads", "agent_id", "name", "team", order="1") == [
        ("Brand:JK", "JK", "Brand")
    ]
    assert tweets.rows("customers", "threads", "customer_id", "email", "name", order="1") == [
        ("115712", None, None),
        ("777", None, None),
        ("999", None, None),
    ]


def test_a_tweet_after_as_of_is_not_read(tweets: Staged) -> None:
    assert tweets.rows("messages", "later", "message_id", order="1") == [("1",)]
