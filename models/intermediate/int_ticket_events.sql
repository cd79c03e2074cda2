with events as (
    select * from {{ ref('int_ticket_events_unioned') }}
),

tickets as (
    select * from {{ ref('int_tickets') }}
)

select
    tickets.contact_key,
    tickets.connection,
    tickets.source_type,
    events.event_id,
    events.occurred_at,
    events.field,
    events.new_value,
    events.actor_kind,
    events.actor_id
from events
inner join tickets
    on events.connection = tickets.connection and events.ticket_id = tickets.ticket_id
