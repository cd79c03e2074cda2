with events as (
    select * from {{ ref('int_ticket_events_unioned') }}
),

contacts as (
    select * from {{ ref('int_contacts') }}
),

owned as (
    select
        contacts.contact_key,
        contacts.connection,
        contacts.source_type,
        contacts.schedule_key,
        contacts.created_at,
        events.field,
        events.occurred_at,
        greatest(events.occurred_at, contacts.created_at) as effective_at,
        events.new_value,
        case when events.actor_kind = 'agent' then events.actor_id end as agent_id,
        case when contacts.contact_key is null then events.connection end as orphan_connection,
        case when contacts.contact_key is null then events.ticket_id end as orphan_ticket_id,
        {{ natural_order('events.event_id') }} as id_order
    from events
    left join contacts
        on events.connection = contacts.connection and events.ticket_id = contacts.ticket_id
    where
        contacts.contact_key is null
        or (events.field <> 'priority' and (events.field <> 'status' or events.new_value is not null))
),

compared as (
    select
        * exclude (id_order),
        lag(new_value) over field_order as previous_value,
        last_value(new_value ignore nulls) over before_this as last_known_value,
        row_number() over field_order as event_number
    from owned
    window
        field_order as (partition by contact_key, field order by occurred_at, id_order),
        before_this as (
            partition by contact_key, field order by occurred_at, id_order
            rows between unbounded preceding and 1 preceding
        )
)

-- A field's first event tells that its source records the field, even where it changes nothing.
select *
from compared
where
    contact_key is null
    or event_number = 1
    or new_value is distinct from previous_value
