"""The Italian help desk: tickets that are solved more than once."""

from __future__ import annotations

from typing import Any

FILE = "helpdesk_italy_events.csv.gz"

# Activities that set a status, numbered within their ticket; the others leave it as it is.
LOG = """
with activities as (
    select case_id, event_no::int as n, "concept:name" as activity, "org:resource" as person,
        epoch("time:timestamp"::timestamptz) as t,
        min(epoch("time:timestamp"::timestamptz)) over (partition by case_id) as created
    from raw
),
log as (
    select *, activity in ('Resolve ticket', 'RESOLVED', 'Closed') as is_done,
        row_number() over (partition by case_id order by t, n) as k
    from activities
    where activity in ('Resolve ticket', 'RESOLVED', 'Closed', 'Take in charge ticket', 'Wait',
        'Create SW anomaly', 'Require upgrade')
)
"""


def test_the_file_has_the_386_tickets_that_were_solved_more_than_once(read_raw: Any) -> None:
    assert read_raw(
        FILE,
        """
        select count(*) as n from (
            select case_id from raw where "concept:name" = 'Resolve ticket' group by 1
            having count(*) > 1
        )
        """,
    ) == {"n": 386}


def test_resolutions_and_reopenings(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        LOG
        + """
        , steps as (
            select later.case_id,
                later.is_done and not coalesce(earlier.is_done, false) as is_entry,
                not later.is_done and coalesce(earlier.is_done, false) as is_reopening
            from log as later left join log as earlier
                on later.case_id = earlier.case_id and later.k = earlier.k + 1
        ),
        tickets as (
            select count(*) filter (is_entry) as entries, count(*) filter (is_reopening) as reopens
            from steps group by case_id
        )
        select
            (select count(distinct case_id) from raw) as contacts,
            sum(entries)::bigint as resolutions,
            sum(reopens)::bigint as reopens,
            count(*) filter (entries > 1) as resolved_again
        from tickets
        """,
    )
    assert figures == read("""
        with tickets as (
            select contact_key, count(*) as entries
            from core.fct_resolutions
            where connection = 'italy'
            group by contact_key
        )
        select
            (select count(*) from core.fct_contacts where connection = 'italy') as contacts,
            (select sum(entries)::bigint from tickets) as resolutions,
            (select sum(reopens)::bigint from core.fct_contacts where connection = 'italy')
                as reopens,
            (select count(*) from tickets where entries > 1) as resolved_again
    """)


def test_resolution_times(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        LOG
        + """
        , last_open as (
            select case_id, coalesce(max(k) filter (not is_done), 0) as k from log group by all
        ),
        tickets as (
            select case_id, min(t) filter (is_done) - any_value(created) as first_seconds,
                min(t) filter (is_done and log.k > last_open.k) - any_value(created) as full_seconds
            from log join last_open using (case_id) group by case_id
        )
        select count(first_seconds) as ever_resolved, count(full_seconds) as resolved,
            median(first_seconds) as median_first, median(full_seconds) as median_full,
            sum(first_seconds)::bigint as sum_first, sum(full_seconds)::bigint as sum_full
        from tickets
        """,
    )
    assert figures == read("""
        select count(first_resolution_seconds) as ever_resolved,
            count(*) filter (is_resolved) as resolved,
            median(first_resolution_seconds) as median_first,
            median(full_resolution_seconds) as median_full,
            sum(first_resolution_seconds)::bigint as sum_first,
            sum(full_resolution_seconds)::bigint as sum_full
        from core.fct_contacts
        where connection = 'italy'
    """)


def test_transfers_are_takings_in_charge_by_another_person(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        LOG
        + """
        , takings as (
            select *, row_number() over (partition by case_id order by k) as i
            from log where activity = 'Take in charge ticket'
        )
        select count(distinct (later.case_id, later.t)) as transfers
        from takings as later join takings as earlier
            on later.case_id = earlier.case_id and later.i = earlier.i + 1
        where later.person <> earlier.person
        """,
    )
    assert figures == read("""
        select sum(transfers)::bigint as transfers
        from core.fct_contacts
        where connection = 'italy'
    """)


def test_a_ticket_without_messages_is_a_contact(read: Any) -> None:
    assert read("""
        select count(*) as contacts, sum(inbound_messages)::int as inbound,
            sum(turns)::int as turns, count(first_reply_seconds) as timed
        from core.fct_contacts
        where connection = 'italy'
    """) == {"contacts": 4580, "inbound": 0, "turns": 0, "timed": 0}
