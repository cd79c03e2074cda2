"""Tweets beside the others: whole conversations, and a brand whose openers are missing."""

from __future__ import annotations

from typing import Any


def test_whole_conversations(read: Any) -> None:
    assert read("""
        select count(*) as contacts,
            count(first_reply_seconds) filter (not is_outbound and not is_truncated) as replied,
            median(first_reply_seconds) filter (not is_outbound and not is_truncated) as median
        from core.fct_contacts
        where connection = 'brands'
    """) == {"contacts": 787, "replied": 772, "median": 920.5}


def test_every_tweet_of_the_partial_export_is_counted_in_one_contact(
    read: Any, read_raw: Any
) -> None:
    figures = read_raw(
        "twcs_spotifycares_partial.csv.gz",
        """
        select count(*)::int as tweets,
            count(*) filter (inbound = 'True')::int as inbound,
            count(*) filter (inbound = 'False')::int as outbound
        from raw
        """,
    )
    assert figures == read("""
        select sum(inbound_messages + human_replies + other_messages)::int as tweets,
            sum(inbound_messages)::int as inbound, sum(human_replies)::int as outbound
        from core.fct_contacts
        where connection = 'spotify'
    """)


def test_a_thread_is_truncated_when_its_root_answers_a_tweet_that_is_missing(
    read: Any, read_raw: Any
) -> None:
    figures = read_raw(
        "twcs_spotifycares_partial.csv.gz",
        """
        select
            count(*) filter (parent.tweet_id is null) as contacts,
            count(*) filter (parent.tweet_id is null and raw.in_response_to_tweet_id is not null)
                as truncated
        from raw left join raw as parent on parent.tweet_id = raw.in_response_to_tweet_id
        """,
    )
    assert figures == read("""
        select count(*) as contacts, count(*) filter (is_truncated) as truncated
        from core.fct_contacts
        where connection = 'spotify'
    """)
    assert read("""
        select count(first_reply_seconds) as timed, count(first_reply_any_seconds) as timed_any
        from core.fct_contacts
        where connection = 'spotify' and is_truncated
    """) == {"timed": 0, "timed_any": 0}
