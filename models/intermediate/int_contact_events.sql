-- The engine takes the filter on deletions for one that leaves few rows, and would build the hash
-- table of the join with the tickets from all events instead of probing with them.
{{ config(
    pre_hook="{{ join_sides_as_written(true) }}",
    post_hook="{{ join_sides_as_written(false) }}",
) }}

with events as (
    select * from {{ in_scope(ref('int_ticket_events_unioned'), keys=['connection', 'ticket_id']) }}
),

contacts as (
    select * from {{ ref('int_contacts') }}
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
),

-- Events dated before the creation count from the creation.
matched as (
    select
        contacts.contact_key,
        contacts.schedule_key,
        contacts.created_at,
        contacts.open_us_at_creation,
        events.field,
        events.occurred_at,
        greatest(events.occurred_at, contacts.created_at) as effective_at,
        events.new_value,
        case when events.field = 'status' and events.actor_kind = 'agent' then events.actor_id end
            as agent_id,
        coalesce(events.actor_kind = 'agent', false) as is_by_agent,
        {{ natural_order('events.event_id') }} as id_order,
        case when contacts.contact_key is null then events.connection end as orphan_connection,
        case when contacts.contact_key is null then events.ticket_id end as orphan_ticket_id
    from events
    left join contacts
        on events.connection = contacts.connection and events.ticket_id = contacts.ticket_id
    where
        contacts.contact_key is null
        or (
            events.field <> 'priority'
            and (events.field <> 'status' or events.new_value is not null)
        )
),

timed as (
    select
        matched.contact_key,
        matched.field,
        matched.occurred_at,
        matched.new_value,
        matched.agent_id,
        matched.is_by_agent,
        matched.id_order,
        matched.orphan_connection,
        matched.orphan_ticket_id,
        {{ microseconds('matched.effective_at') }} - {{ microseconds('matched.created_at') }}
            as age_us,
        {{ open_microseconds('matched.effective_at', 'piece') }} - matched.open_us_at_creation
            as open_age_us
    from matched
    left join pieces as piece
        on {{ in_piece('matched.effective_at', 'matched.schedule_key', 'piece') }}
)

-- A contact starts new and unassigned; what an event says holds from its own instant on.
select
    contact_key,
    field,
    occurred_at,
    new_value,
    agent_id,
    is_by_agent,
    row_number() over contact_order as event_number,
    age_us,
    open_age_us,
    age_us - coalesce(lag(age_us) over contact_order, 0) as span_us,
    open_age_us - coalesce(lag(open_age_us) over contact_order, 0) as open_span_us,
    coalesce(
        {{ last_known("case when field = 'status' then new_value end") }} over before_this,
        'new'
    ) as status_before,
    coalesce(
        {{ last_known("case when field = 'assignee_id' then new_value is not null end") }}
            over before_this,
        false
    ) as was_assigned,
    case field
        when 'assignee_id'
            then
                {{ last_known("case when field = 'assignee_id' then new_value end") }}
                    over before_this
        when 'group_id'
            then
                {{ last_known("case when field = 'group_id' then new_value end") }}
                    over before_this
        when 'tier'
            then
                {{ last_known("case when field = 'tier' then new_value end") }}
                    over before_this
    end as last_known_value,
    orphan_connection,
    orphan_ticket_id
from timed
window
    contact_order as (partition by contact_key order by occurred_at, id_order),
    before_this as (
        partition by contact_key order by occurred_at, id_order
        rows between unbounded preceding and 1 preceding
    )
