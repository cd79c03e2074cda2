with tickets as (
    select * from {{ ref('int_tickets_unioned') }}
),

events as (
    select * from {{ ref('int_ticket_events_unioned') }}
),

recorded as (
    select
        connection,
        bool_or(status is not null) as has_status,
        false as has_assignment_events
    from tickets
    group by connection
    union all
    select
        connection,
        bool_or(field = 'status' and new_value is not null) as has_status,
        bool_or(field in ('assignee_id', 'group_id')) as has_assignment_events
    from events
    group by connection
)

select
    connection,
    bool_or(has_status) as has_status,
    bool_or(has_assignment_events) as has_assignment_events
from recorded
group by connection
