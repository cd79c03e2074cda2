with sessions as (
    select * from {{ in_scope(ref('int_work_sessions_unioned'), keys=['connection', 'ticket_id']) }}
),

tickets as (
    select * from {{ ref('int_tickets') }}
),

merge_chains as (
    select * from {{ ref('int_merges') }}
)

select
    coalesce(merge_chains.survivor_key, tickets.contact_key) as contact_key,
    cast(
        sum({{ microseconds('sessions.ended_at') }} - {{ microseconds('sessions.started_at') }})
        as bigint
    ) as handle_us,
    max(sessions.ended_at) as last_work_session_ended_at,
    cast(coalesce(
        sum({{ microseconds('sessions.ended_at') }} - {{ microseconds('sessions.started_at') }})
        filter (where sessions.kind = 'wrap_up'),
        0
    ) as bigint) as wrap_up_us
from sessions
inner join tickets
    on sessions.connection = tickets.connection and sessions.ticket_id = tickets.ticket_id
left join merge_chains on tickets.contact_key = merge_chains.contact_key
group by coalesce(merge_chains.survivor_key, tickets.contact_key)
