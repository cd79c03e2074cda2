{{ config(
    materialized='incremental', incremental_strategy='by_contact',
    scoped_by=['connection', 'ticket_id'],
) }}

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

others as (
    select
        connection,
        'calls' as table_name,
        ticket_id
    from {{ in_scope(ref('int_calls_unioned'), keys=['connection', 'ticket_id']) }}
    union all
    select
        connection,
        'work_sessions' as table_name,
        ticket_id
    from {{ in_scope(ref('int_work_sessions_unioned'), keys=['connection', 'ticket_id']) }}
    union all
    select
        connection,
        'chat_sessions' as table_name,
        ticket_id
    from {{ in_scope(ref('int_chat_sessions_unioned'), keys=['connection', 'ticket_id']) }}
    union all
    select
        connection,
        'surveys' as table_name,
        ticket_id
    from {{ in_scope(ref('int_surveys_unioned'), keys=['connection', 'ticket_id']) }}
    union all
    select
        connection,
        'tasks' as table_name,
        ticket_id
    from {{ in_scope(ref('int_tasks_unioned'), keys=['connection', 'ticket_id']) }}
    union all
    select
        connection,
        'leads' as table_name,
        ticket_id
    from {{ in_scope(ref('int_leads_unioned'), keys=['connection', 'ticket_id']) }}
    union all
    select
        connection,
        'ticket_sla' as table_name,
        ticket_id
    from {{ in_scope(ref('int_ticket_sla_unioned'), keys=['connection', 'ticket_id']) }}
),

orphans as (
    select * from messages
    union all
    select * from ticket_events
    union all
    select others.*
    from others
    left join tickets
        on
            others.connection = tickets.connection
            and others.ticket_id = tickets.ticket_id
    where others.ticket_id is not null and tickets.ticket_id is null
)

select
    connection,
    table_name,
    ticket_id,
    count(*) as rows
from orphans
group by connection, table_name, ticket_id
