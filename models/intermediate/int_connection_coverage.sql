with tickets as (
    select
        connection,
        bool_or(status is not null) as has_status
    from {{ ref('int_tickets') }}
    group by connection
),

events as (
    select
        connection,
        bool_or(field = 'status') as has_status_events,
        bool_or(field in ('assignee_id', 'group_id')) as has_assignment_events
    from {{ ref('int_ticket_changes') }}
    where contact_key is not null
    group by connection
)

select
    tickets.connection,
    tickets.has_status or coalesce(events.has_status_events, false) as has_status,
    coalesce(events.has_assignment_events, false) as has_assignment_events
from tickets
left join events on tickets.connection = events.connection
