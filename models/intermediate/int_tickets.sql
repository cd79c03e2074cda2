with tickets as (
    select * from {{ in_scope(ref('int_tickets_unioned'), keys=['connection', 'ticket_id']) }}
),

aliases as (
    select * from {{ ref('int_channel_aliases') }}
)

select
    {{ stable_key(['tickets.connection', 'tickets.ticket_id']) }} as contact_key,
    tickets.connection,
    tickets.source_type,
    tickets.ticket_id,
    coalesce(aliases.channel, 'unmapped') as channel,
    tickets.channel as raw_channel,
    tickets.created_at,
    tickets.status,
    tickets.priority,
    tickets.requester_id,
    tickets.assignee_id,
    tickets.brand,
    tickets.lifecycle_stage,
    tickets.schedule_id,
    {{ stable_key(
        ['tickets.connection', 'tickets.merged_into_ticket_id'], nullable='tickets.merged_into_ticket_id'
    ) }} as merged_into_key,
    tickets.is_test,
    tickets.is_deleted,
    tickets.is_truncated
from tickets
left join aliases
    on
        tickets.connection = aliases.connection
        and lower(trim(tickets.channel)) = aliases.raw_value
