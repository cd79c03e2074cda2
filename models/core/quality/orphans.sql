with tickets as (
    select * from {{ ref('int_tickets') }}
),

messages as (
    select
        orphan_connection as connection,
        'messages' as table_name,
        orphan_ticket_id as ticket_id
    from {{ ref('int_messages') }}
    where orphan_ticket_id is not null
),

ticket_events as (
    select
        orphan_connection as connection,
        'ticket_events' as table_name,
        orphan_ticket_id as ticket_id
    from {{ ref('int_contact_events') }}
    where orphan_ticket_id is not null
),

calls_and_work_sessions as (
    select
        connection,
        'calls' as table_name,
        ticket_id
    from {{ ref('int_calls_unioned') }}
    union all
    select
        connection,
        'work_sessions' as table_name,
        ticket_id
    from {{ ref('int_work_sessions_unioned') }}
),

orphans as (
    select * from messages
    union all
    select * from ticket_events
    union all
    select calls_and_work_sessions.*
    from calls_and_work_sessions
    left join tickets
        on
            calls_and_work_sessions.connection = tickets.connection
            and calls_and_work_sessions.ticket_id = tickets.ticket_id
    where tickets.ticket_id is null
)

select
    connection,
    table_name,
    ticket_id,
    count(*) as rows
from orphans
group by connection, table_name, ticket_id
