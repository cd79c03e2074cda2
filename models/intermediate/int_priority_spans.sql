with events as (
    select * from {{ in_scope(ref('int_ticket_events_unioned'), keys=['connection', 'ticket_id']) }}
    where field = 'priority'
),

contacts as (
    select * from {{ ref('int_contacts') }}
),

changes as (
    select
        contacts.contact_key,
        events.occurred_at,
        lower(trim(events.new_value)) as priority,
        {{ natural_order('events.event_id') }} as id_order
    from events
    inner join contacts
        on events.connection = contacts.connection and events.ticket_id = contacts.ticket_id
),

-- Before the first change the priority is unknown: the ticket's own is that after the last one.
marks as (
    select
        contact_key,
        occurred_at,
        priority,
        id_order
    from changes
    union all
    select distinct
        contact_key,
        timestamp '0001-01-01' as occurred_at,
        cast(null as {{ type_text() }}) as priority,
        '' as id_order
    from changes
)

select
    contact_key,
    priority,
    occurred_at as holds_from,
    lead(occurred_at, 1, timestamp '9999-12-31') over (
        partition by contact_key order by occurred_at, id_order
    ) as holds_until
from marks
