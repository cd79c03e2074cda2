with tickets as (
    select * from {{ ref('int_tickets') }}
),

references_to_tickets as (
    select
        connection,
        'messages' as table_name,
        ticket_id
    from {{ ref('int_messages_unioned') }}
    union all
    select
        connection,
        'ticket_events' as table_name,
        ticket_id
    from {{ ref('int_ticket_events_unioned') }}
    union all
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
)

select
    connection,
    table_name,
    ticket_id,
    count(*) as rows
from references_to_tickets
where
    not exists (
        select 1 from tickets
        where
            tickets.connection = references_to_tickets.connection
            and tickets.ticket_id = references_to_tickets.ticket_id
    )
group by connection, table_name, ticket_id
