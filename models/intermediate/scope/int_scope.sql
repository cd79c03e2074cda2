-- Few contacts are looked for among all, several times over. The engine cannot tell how many a
-- recursion finds, and would build hash tables from all.
{{ config(
    pre_hook="{{ join_sides_as_written(true) }}",
    post_hook="{{ join_sides_as_written(false) }}",
) }}

{% if renders_changes() -%}
    with recursive changes as ( -- noqa: PRS
    select * from {{ ref('int_changes_unioned') }}
),

tickets as {{ inlined() }} (
    select
        connection,
        ticket_id,
        requester_id,
        merged_into_ticket_id
    from {{ ref('int_tickets_unioned') }}
),

messages as (
    select
        connection,
        ticket_id,
        sender_id
    from {{ ref('int_messages_unioned') }}
),

events as (
    select
        connection,
        ticket_id,
        actor_id
    from {{ ref('int_ticket_events_unioned') }}
),

customers as (
    select * from {{ ref('int_customers_unioned') }}
),

coverage as (
    select * from {{ ref('int_connection_coverage') }}
),

repair as (
    select * from {{ ref('int_repair') }}
),

seed_changes as (
    select * from {{ ref('int_seed_changes') }}
),

contacts as {{ inlined() }} (
    select * from core.fct_contacts
),

service_levels as (
    select * from core.fct_sla
),

held_coverage as (
    select
        connection,
        bool_or(status is not null) as has_status,
        bool_or(has_assignment_history) as has_assignment_events
    from contacts
    group by connection
),

-- What all contacts of a connection depend on.
whole_connections as (
    select changes.connection
    from changes
    where changes.kind = 'connection'
    union
    select held_coverage.connection
    from held_coverage
    left join coverage on held_coverage.connection = coverage.connection
    where
        coverage.has_status is distinct from held_coverage.has_status
        or coverage.has_assignment_events is distinct from held_coverage.has_assignment_events
),

told_of as (
    select
        connection,
        id as ticket_id
    from changes
    where kind = 'ticket'
    union
    select
        tickets.connection,
        tickets.ticket_id
    from tickets
    inner join changes
        on
            changes.kind = 'requester'
            and tickets.connection = changes.connection
            and tickets.requester_id = changes.id
    union
    select
        messages.connection,
        messages.ticket_id
    from messages
    inner join changes
        on
            changes.kind = 'sender'
            and messages.connection = changes.connection
            and messages.sender_id = changes.id
    union
    select
        events.connection,
        events.ticket_id
    from events
    inner join changes
        on
            changes.kind = 'sender'
            and events.connection = changes.connection
            and events.actor_id = changes.id
    union
    select
        tickets.connection,
        tickets.ticket_id
    from tickets
    inner join whole_connections on tickets.connection = whole_connections.connection
    union
    -- Also what is no contact any more.
    select
        contacts.connection,
        contacts.ticket_id
    from contacts
    inner join whole_connections on contacts.connection = whole_connections.connection
    union
    select
        connection,
        ticket_id
    from repair
    where ticket_id is not null
),

merged as (
    select
        connection,
        ticket_id,
        merged_into_contact_key
    from contacts
    where merged_into_contact_key is not null
),

-- Merges as they are and as they were.
merges as (
    select
        connection,
        ticket_id,
        merged_into_ticket_id as other_ticket_id
    from tickets
    where merged_into_ticket_id is not null
    union
    select
        merged.connection,
        merged.ticket_id,
        survivors.ticket_id as other_ticket_id
    from merged
    inner join contacts as survivors on merged.merged_into_contact_key = survivors.contact_key
),

links as (
    select
        connection,
        ticket_id,
        other_ticket_id
    from merges
    union
    select
        connection,
        other_ticket_id as ticket_id,
        ticket_id as other_ticket_id
    from merges
),

changed as (
    select
        connection,
        ticket_id
    from told_of
    union
    select
        links.connection,
        links.other_ticket_id as ticket_id
    from changed
    inner join links
        on changed.connection = links.connection and changed.ticket_id = links.ticket_id
),

requesters as (
    select
        connection,
        requester_id
    from tickets
    where
        (connection, ticket_id) in (
            select changed.connection, changed.ticket_id from changed
        )
        and requester_id is not null
),

addresses as (
    select
        connection,
        customer_id,
        email
    from customers
    where
        (connection, customer_id) in (
            select requesters.connection, requesters.requester_id from requesters
        )
),

-- Whose other contacts' resolutions and escalations may count otherwise now.
people as (
    select person_key
    from contacts
    where
        (connection, ticket_id) in (
            select changed.connection, changed.ticket_id from changed
        )
        and person_key is not null
    union
    select
        {{ stable_key([
            person_of('addresses.email', 'requesters.connection', 'requesters.requester_id')
        ]) }} as person_key
    from requesters
    left join addresses
        on
            requesters.connection = addresses.connection
            and requesters.requester_id = addresses.customer_id
),

affected as (
    select
        connection,
        ticket_id
    from contacts
    where person_key in (select people.person_key from people)
    union
    -- What a seed says of a contact says nothing of the person's others.
    select
        connection,
        ticket_id
    from seed_changes
    {%- if since() != as_of() %}
    union
    -- Whether a resolution held is known after seven days.
    select
        contacts.connection,
        contacts.ticket_id
    from contacts
    where
        contacts.resolved_at > {{ since() }} - interval '7 day'
        and contacts.resolved_at <= {{ as_of() }} - interval '7 day'
    union
    -- The schedule's days up to which due times are found have moved on.
    select
        connection,
        ticket_id
    from contacts
    where contact_key in (
        select service_levels.contact_key
        from service_levels
        where
            service_levels.is_unfulfilled
            and service_levels.state = 'running'
            and service_levels.clock = 'business'
            and service_levels.due_at is null
    )
    {%- endif %}
),

-- A contact is computed with all that was merged with it.
gathered as (
    select
        connection,
        ticket_id
    from affected
    union
    select
        links.connection,
        links.other_ticket_id as ticket_id
    from gathered
    inner join links
        on gathered.connection = links.connection and gathered.ticket_id = links.ticket_id
),

scope as (
    select
        connection,
        ticket_id,
        true as is_changed
    from changed
    union all
    select
        connection,
        ticket_id,
        true as is_changed
    from seed_changes
    union all
    select
        connection,
        ticket_id,
        false as is_changed
    from gathered
)

select
    connection,
    ticket_id,
    {{ stable_key(['connection', 'ticket_id']) }} as contact_key,
    bool_or(is_changed) as is_changed
from scope
group by connection, ticket_id
union all
-- Facts of a contact that no ticket stands behind.
select
    connection,
    ticket_id,
    contact_key,
    true as is_changed
from repair
where ticket_id is null
{%- else -%}
{{ without_rows({
    'connection': type_text(), 'ticket_id': type_text(), 'contact_key': type_key(),
    'is_changed': 'boolean',
}) }}
{%- endif %}
