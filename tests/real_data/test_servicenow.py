"""The ServiceNow log: resolutions, reopenings, waits and transfers, found again by other SQL."""

from __future__ import annotations

from typing import Any

FILE = "servicenow_incident_event_log.csv.gz"

# Updates numbered within their incident by time, then place in the file; -100 says nothing.
LOG = """
with log as (
    select
        number,
        strptime(opened_at, '%-d/%-m/%Y %H:%M') as opened,
        strptime(sys_updated_at, '%-d/%-m/%Y %H:%M') as t,
        ident_state as state,
        ident_state in ('Resolved', 'Closed') as is_done,
        reopen_count::int as own_reopens,
        row_number() over (
            partition by number order by strptime(sys_updated_at, '%-d/%-m/%Y %H:%M'), line
        ) as k
    from raw
    where ident_state <> '-100'
)
"""


def expected(read_raw: Any, sql: str) -> dict[str, Any]:
    return read_raw(FILE, sql, null="?")


def test_resolution_counts_and_times(read: Any, read_raw: Any) -> None:
    # The last entry is the first done update after the last one that was not done.
    assert read("""
        select
            count(*) as contacts,
            count(*) filter (is_resolved) as resolved,
            median(first_resolution_seconds) as median_first,
            median(full_resolution_seconds) as median_full,
            sum(first_resolution_seconds)::bigint as sum_first,
            sum(full_resolution_seconds)::bigint as sum_full,
            count(*) filter (has_clock_skew) as skewed
        from core.fct_contacts
        where connection = 'servicenow'
    """) == expected(
        read_raw,
        LOG
        + """
        , last_open as (
            select number, coalesce(max(k) filter (not is_done), 0) as k from log group by all
        ),
        incidents as (
            select
                number,
                epoch(min(t) filter (is_done)) - epoch(any_value(opened)) as first_seconds,
                epoch(min(t) filter (is_done and log.k > last_open.k)) - epoch(any_value(opened))
                    as full_seconds
            from log join last_open using (number)
            group by number
        )
        select
            count(*) as contacts,
            count(full_seconds) as resolved,
            median(first_seconds) as median_first,
            median(full_seconds) as median_full,
            sum(first_seconds)::bigint as sum_first,
            sum(full_seconds)::bigint as sum_full,
            count(*) filter (least(first_seconds, full_seconds) < 0) as skewed
        from incidents
        """,
    )


def test_resolutions_and_reopenings(read: Any, read_raw: Any) -> None:
    figures = expected(
        read_raw,
        LOG
        + """
        select
            count(*) filter (later.is_done and not coalesce(earlier.is_done, false)) as resolutions,
            count(*) filter (not later.is_done and earlier.is_done) as reopens
        from log as later
        left join log as earlier on later.number = earlier.number and later.k = earlier.k + 1
        """,
    )
    assert figures == read("""
        select
            (select count(*) from core.fct_resolutions where connection = 'servicenow')
                as resolutions,
            (select sum(reopens)::bigint from core.fct_contacts
             where connection = 'servicenow') as reopens
    """)


def test_reopenings_agree_with_the_logs_own_counter(read: Any, read_raw: Any) -> None:
    # One incident goes back from Resolved and its counter stays at 0.
    own = expected(
        read_raw,
        "select sum(n)::int as n "
        "from (select max(reopen_count::int) as n from raw group by number)",
    )
    found = read(
        "select sum(reopens)::int as n from core.fct_contacts where connection='servicenow'"
    )
    assert (own["n"], found["n"]) == (331, 332)


def test_transfers(read: Any, read_raw: Any) -> None:
    figures = expected(
        read_raw,
        """
        with log as (
            select
                *,
                last_value(assignment_group ignore nulls) over before as group_before,
                last_value(assigned_to ignore nulls) over before as person_before
            from raw
            window before as (
                partition by number
                order by strptime(sys_updated_at, '%-d/%-m/%Y %H:%M'), line
                rows between unbounded preceding and 1 preceding
            )
        ),
        incidents as (
            select
                number,
                count(distinct sys_updated_at) filter (
                    assignment_group <> group_before or assigned_to <> person_before
                ) as transfers
            from log group by number
        )
        select sum(transfers)::bigint as transfers, count(*) filter (transfers > 0) as transferred
        from incidents
        """,
    )
    assert figures == read("""
        select sum(transfers)::bigint as transfers, count(*) filter (transfers > 0) as transferred
        from core.fct_contacts
        where connection = 'servicenow'
    """)


def test_waits(read: Any, read_raw: Any) -> None:
    # Each update's state lasts until the next one; before the first the incident is new.
    figures = expected(
        read_raw,
        LOG
        + """
        , spells as (
            select log.state,
                epoch(greatest(till.t, log.opened)) - epoch(greatest(log.t, log.opened)) as s
            from log join log as till on log.number = till.number and till.k = log.k + 1
            union all
            select 'New', epoch(greatest(t, opened)) - epoch(opened) from log where k = 1
        )
        select
            sum(s) filter (state = 'New' or state = 'Active' or state like 'Awaiting%'
                and state <> 'Awaiting User Info')::bigint as requester_wait,
            sum(s) filter (state = 'Awaiting User Info')::bigint as agent_wait,
            sum(s) filter (state like 'Awaiting%' and state <> 'Awaiting User Info')::bigint
                as on_hold
        from spells
        """,
    )
    assert figures == read("""
        select
            sum(requester_wait_seconds)::bigint as requester_wait,
            sum(agent_wait_seconds)::bigint as agent_wait,
            sum(on_hold_seconds)::bigint as on_hold
        from core.fct_contacts
        where connection = 'servicenow'
    """)


def test_channels_and_moves_between_them(read: Any, read_raw: Any) -> None:
    # Phone and IVR are phone, self service is the portal, anything unknown is kept as unmapped.
    figures = expected(
        read_raw,
        """
        with named as (
            select number, line, case contact_type
                when 'Phone' then 'phone' when 'IVR' then 'phone' when 'Email' then 'email'
                when 'Self service' then 'portal' else 'other' end as channel_group
            from raw
        ),
        incidents as (
            select arg_min(channel_group, line) as opened_by,
                count(distinct channel_group) > 1 as has_moved
            from named group by number
        )
        select
            count(*) filter (opened_by = 'phone') as phone,
            count(*) filter (opened_by = 'email') as email,
            count(*) filter (opened_by = 'portal') as portal,
            count(*) filter (opened_by = 'other') as other,
            count(*) filter (has_moved) as escalated
        from incidents
        """,
    )
    assert figures == read("""
        select
            count(*) filter (channel_group = 'phone') as phone,
            count(*) filter (channel_group = 'email') as email,
            count(*) filter (channel_group = 'portal') as portal,
            count(*) filter (channel_group = 'other') as other,
            count(*) filter (is_escalated) as escalated
        from core.fct_contacts
        where connection = 'servicenow'
    """)


def test_nothing_is_invented_where_the_log_holds_no_replies(read: Any) -> None:
    assert read("""
        select sum(inbound_messages)::int as inbound, sum(human_replies)::int as replies,
            count(first_reply_seconds) as timed, count(handle_seconds) as handled
        from core.fct_contacts
        where connection = 'servicenow'
    """) == {"inbound": 24918, "replies": 0, "timed": 0, "handled": 0}
