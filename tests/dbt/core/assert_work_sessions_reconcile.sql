-- No work session is lost or counted twice: of every connection, the handling time of contacts
-- and that of orphans are the work sessions of staging.
with sessions as (
    select
        sessions.connection,
        sum(epoch_us(sessions.ended_at) - epoch_us(sessions.started_at)) as worked_us
    from {{ ref('int_work_sessions_unioned') }} as sessions
    left join {{ ref('orphans') }} as orphans
        on
            orphans.table_name = 'work_sessions'
            and sessions.connection = orphans.connection
            and sessions.ticket_id = orphans.ticket_id
    where orphans.ticket_id is null
    group by sessions.connection
),

contacts as (
    select
        connection,
        sum(cast(round(1000000 * handle_seconds) as bigint)) as handled_us
    from {{ ref('fct_contacts') }}
    group by connection
)

select
    contacts.connection,
    contacts.handled_us,
    sessions.worked_us
from contacts
left join sessions on contacts.connection = sessions.connection
where coalesce(contacts.handled_us, 0) <> coalesce(sessions.worked_us, 0)
