with events as (
    select * from {{ ref('int_ticket_events_unioned') }}
),

contacts as (
    select * from {{ ref('int_contacts') }}
),

matched as (
    select
        contacts.contact_key,
        contacts.schedule_key,
        contacts.created_at,
        events.connection,
        events.ticket_id,
        events.event_id,
        events.occurred_at,
        events.field,
        events.new_value,
        case when events.actor_kind = 'agent' then events.actor_id end as agent_id
    from events
    left join contacts
        on events.connection = contacts.connection and events.ticket_id = contacts.ticket_id
),

-- As few columns as can be: they are carried through a sort of all events.
owned as (
    select
        contact_key,
        schedule_key,
        created_at,
        field,
        occurred_at,
        new_value,
        agent_id,
        {{ natural_order('event_id') }} as id_order
    from matched
    where
        contact_key is not null
        and field <> 'priority'
        and (field <> 'status' or new_value is not null)
),

compared as (
    select
        *,
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
select
    contact_key,
    schedule_key,
    created_at,
    field,
    occurred_at,
    greatest(occurred_at, created_at) as effective_at,
    new_value,
    agent_id,
    previous_value,
    last_known_value,
    event_number,
    null as orphan_connection,
    null as orphan_ticket_id
from compared
where event_number = 1 or new_value is distinct from previous_value
union all
select
    null as contact_key,
    null as schedule_key,
    null as created_at,
    field,
    occurred_at,
    occurred_at as effective_at,
    new_value,
    agent_id,
    null as previous_value,
    null as last_known_value,
    null as event_number,
    connection as orphan_connection,
    ticket_id as orphan_ticket_id
from matched
where contact_key is null
