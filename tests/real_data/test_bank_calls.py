"""The bank's calls: answered or given up as the data says, waits and talk times."""

from __future__ import annotations

from typing import Any

import pytest

FILE = "bank_calls_feb1999.tsv.gz"

# Seconds of the day; one that lies more than half a day before the call's entry is past midnight.
CALLS = """
with clocks as (
    select outcome, q_time, ser_start <> '0:00:00' as is_timed,
        epoch(vru_entry::interval) as entry,
        epoch(ser_start::interval) as service,
        epoch(ser_exit::interval) as service_end,
        epoch(case when q_start = '0:00:00' and q_exit = '0:00:00' then vru_exit else q_exit end
            ::interval) as left_at
    from raw
),
calls as (
    select *, case when is_timed then service else left_at end - entry as wait,
        service_end - service as talk
    from clocks
)
"""


def test_outcomes(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        """
        select count(*) as calls, count(*) filter (outcome = 'AGENT') as answered,
            count(*) filter (outcome = 'HANG') as abandoned
        from raw
        """,
        separator="\t",
    )
    assert figures == {"calls": 33344, "answered": 27162, "abandoned": 5904}
    assert figures == read("""
        select
            (select sum(inbound_messages)::bigint from core.fct_contacts where connection = 'bank')
                as calls,
            (select count(*) from core.fct_replies where connection = 'bank') as answered,
            (select count(*) from staging.stg_helpdesk__calls where connection = 'bank'
             and abandoned_at is not null) as abandoned
    """)


def test_the_phone_mart_tells_the_same_outcomes(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        CALLS
        + """
        select count(*) as calls, count(*) filter (outcome = 'AGENT') as answered,
            count(*) filter (outcome = 'HANG') as abandoned,
            count(*) filter (outcome = 'PHANTOM') as unanswered,
            count(*) filter (outcome = 'AGENT' and wait_seconds <= 20) as within_20_seconds,
            sum(wait_seconds) filter (outcome = 'AGENT') / answered as mean_answer,
            sum(patience + case when patience < -43200 then 86400 else 0 end)
                filter (outcome = 'HANG') / abandoned as mean_patience
        from (
            select *, left_at - entry as patience,
                greatest(wait + case when wait < -43200 then 86400 else 0 end, 0) as wait_seconds
            from calls
        )
        """,
        separator="\t",
    )
    assert (figures["answered"], figures["abandoned"]) == (27162, 5904)
    assert read("""
        select inbound_calls as calls, answered_calls as answered, abandoned_calls as abandoned,
            unanswered_calls as unanswered, calls_within_service_level as within_20_seconds,
            speed_of_answer_mean_seconds as mean_answer,
            time_to_abandon_mean_seconds as mean_patience
        from marts.mart_phone
        where connection = 'bank' and period_grain = 'all'
    """) == pytest.approx(figures, rel=1e-12)


def test_waits(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        CALLS
        + """
        select count(*) as answered, median(seconds) as median, sum(seconds)::bigint as total,
            max(seconds) as longest
        from (
            select greatest(wait + case when wait < -43200 then 86400 else 0 end, 0) as seconds
            from calls where outcome = 'AGENT'
        )
        """,
        separator="\t",
    )
    assert figures == read("""
        select count(first_reply_seconds) as answered, median(first_reply_seconds) as median,
            sum(first_reply_seconds)::bigint as total, max(first_reply_seconds) as longest
        from core.fct_contacts
        where connection = 'bank'
    """)


def test_talk_times(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        CALLS
        + """
        select count(*) as calls, median(seconds) as median, sum(seconds)::bigint as total
        from (
            select talk + case when talk < 0 then 86400 else 0 end as seconds
            from calls where outcome = 'AGENT' and is_timed
        )
        """,
        separator="\t",
    )
    assert figures == read("""
        select count(handle_seconds) as calls, median(handle_seconds) as median,
            sum(handle_seconds)::bigint as total
        from core.fct_contacts
        where connection = 'bank'
    """)


def test_every_call_is_a_contact_though_call_ids_repeat(read: Any, read_raw: Any) -> None:
    ids = read_raw(FILE, "select count(distinct call_id) as n from raw", separator="\t")
    assert ids == {"n": 15516}
    assert read("""
        select count(*) as contacts, count(*) filter (turns = 1) as one_turn,
            count(*) filter (channel_group = 'phone') as phone
        from core.fct_contacts
        where connection = 'bank'
    """) == {"contacts": 33344, "one_turn": 33344, "phone": 33344}


def test_calls_without_a_status_have_none(read: Any) -> None:
    assert read("""
        select count(status) as status, count(is_resolved) as resolved,
            count(requester_wait_seconds) as waits, count(unassigned_seconds) as unassigned
        from core.fct_contacts
        where connection = 'bank'
    """) == {"status": 0, "resolved": 0, "waits": 0, "unassigned": 0}
