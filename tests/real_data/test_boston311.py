"""Boston's requests: closings, local times, and closings that lie before the opening."""

from __future__ import annotations

from typing import Any

FILE = "boston311_2015_jan_oct.csv.gz"

REQUESTS = """
with requests as (
    select
        Source as channel,
        timezone('America/New_York', strptime(OPEN_DT, '%m/%d/%Y %I:%M:%S %p')) as opened,
        timezone('America/New_York', strptime(CLOSED_DT, '%m/%d/%Y %I:%M:%S %p')) as closed
    from raw
)
"""


def test_closings_and_their_times(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        REQUESTS
        + """
        select
            count(*) as contacts,
            count(closed) as resolved,
            count(*) filter (closed < opened) as skewed,
            median(greatest(epoch(closed) - epoch(opened), 0)) filter (closed is not null)
                as median_full,
            sum(greatest(epoch(closed) - epoch(opened), 0)) filter (closed is not null)::bigint
                as sum_full
        from requests
        """,
    )
    assert figures["skewed"] == 176
    assert figures == read("""
        select
            count(*) as contacts,
            count(*) filter (is_resolved) as resolved,
            count(*) filter (has_clock_skew) as skewed,
            median(full_resolution_seconds) as median_full,
            sum(first_resolution_seconds)::bigint as sum_full
        from core.fct_contacts
        where connection = 'boston'
    """)


def test_business_seconds(read: Any, read_raw: Any) -> None:
    # Open seconds since a Monday, on the local clock: both changes of the offset fall in the night.
    figures = read_raw(
        FILE,
        """
        with instants as (
            select strptime(OPEN_DT, '%m/%d/%Y %I:%M:%S %p') as opened,
                strptime(CLOSED_DT, '%m/%d/%Y %I:%M:%S %p') as closed
            from raw
        ),
        days as (
            select *,
                date_diff('day', date '2014-12-29', unnest([opened, closed])::date) as day,
                least(greatest(epoch(unnest([opened, closed])::time) - 8 * 3600, 0), 9 * 3600)
                    as today,
                unnest([-1, 1]) as sign
            from instants where closed >= opened
        )
        select sum(sign * (
            day // 7 * 5 * 9 * 3600
            + least(day % 7, 5) * 9 * 3600
            + case when day % 7 < 5 then today else 0 end
            - case when day > 186 then 9 * 3600 when day = 186 then today else 0 end
        ))::bigint as total
        from days
        """,
    )
    assert figures == read("""
        select sum(full_resolution_business_seconds)::bigint as total
        from core.fct_contacts
        where connection = 'boston'
    """)


def test_requests_in_business_hours(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        """
        select count(*) filter (
            isodow(opened) < 6 and hour(opened) between 8 and 16
            and opened::date <> date '2015-07-03'
        ) as inside
        from (select strptime(OPEN_DT, '%m/%d/%Y %I:%M:%S %p') as opened from raw)
        """,
    )
    assert figures == read("""
        select count(*) filter (created_in_business_hours) as inside
        from core.fct_contacts
        where connection = 'boston'
    """)


def test_a_request_closed_before_it_was_opened_takes_no_time_and_keeps_its_instants(
    read: Any,
) -> None:
    assert read("""
        select
            min(first_resolution_seconds) as shortest,
            max(first_resolution_seconds) as longest,
            count(*) filter (first_resolved_at < created_at) as as_recorded
        from core.fct_contacts
        where connection = 'boston' and has_clock_skew
    """) == {"shortest": 0, "longest": 0, "as_recorded": 176}


def test_open_requests_have_no_dated_state(read: Any, read_raw: Any) -> None:
    # Nothing says since when a request has been open, so that its waits are unknown, not zero.
    figures = read_raw(
        FILE, "select count(*) as n from raw where CASE_STATUS = 'Open' and CLOSED_DT is null"
    )
    assert figures == read("""
        select count(*) as n
        from core.fct_contacts
        where connection = 'boston' and status = 'open' and not is_resolved
            and requester_wait_seconds is null and full_resolution_seconds is null
    """)


def test_reopenings_and_replies_stay_at_zero(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        """
        select count(*) filter (Source in ('Constituent Call', 'Citizens Connect App',
            'Self Service', 'Twitter'))::int as inbound, 0 as replies, 0 as reopens
        from raw
        """,
    )
    assert figures == read("""
        select sum(inbound_messages)::int as inbound, sum(human_replies)::int as replies,
            sum(reopens)::int as reopens
        from core.fct_contacts
        where connection = 'boston'
    """)


def test_unknown_channels_are_kept_as_unmapped(read: Any, read_raw: Any) -> None:
    figures = read_raw(
        FILE,
        """
        select count(*) filter (Source = 'Constituent Call') as phone,
            count(*) filter (Source = 'Self Service') as portal,
            count(*) filter (Source = 'Twitter') as twitter,
            count(*) filter (Source not in ('Constituent Call', 'Self Service', 'Twitter'))
                as unmapped
        from raw
        """,
    )
    assert figures["twitter"] == 20
    assert figures == read("""
        select count(*) filter (channel = 'phone') as phone,
            count(*) filter (channel = 'portal') as portal,
            count(*) filter (channel = 'twitter') as twitter,
            count(*) filter (channel = 'unmapped' and channel_group = 'other') as unmapped
        from core.fct_contacts
        where connection = 'boston'
    """)


def test_instants_are_stored_as_utc(read: Any, read_raw: Any) -> None:
    # Winter and summer of one year: the offset changes twice between the first and the last.
    figures = read_raw(
        FILE,
        REQUESTS
        + """
        select strftime(min(opened), '%Y-%m-%d %H:%M:%S') as first,
            strftime(max(opened), '%Y-%m-%d %H:%M:%S') as last,
            sum(epoch(opened))::bigint as all_of_them
        from requests
        """,
    )
    assert figures["first"] == "2015-01-01 05:20:09"
    assert figures["last"] == "2015-11-01 03:38:00"
    found = read("""
        select sum(epoch(created_at))::bigint as n
        from core.fct_contacts
        where connection = 'boston'
    """)
    assert found["n"] == figures["all_of_them"]
