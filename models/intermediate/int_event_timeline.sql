with events as (
    select * from {{ ref('int_ticket_events') }}
),

contacts as (
    select * from {{ ref('int_contacts') }}
),

-- An unset value is '' here, so that it can be told from the value of a row of another field.
kept as (
    select
        contacts.contact_key,
        contacts.schedule_key,
        contacts.created_at,
        events.event_id,
        events.occurred_at,
        greatest(events.occurred_at, contacts.created_at) as effective_at,
        events.actor_kind,
        events.actor_id,
        case when events.field = 'status' then coalesce(events.new_value, '') end as status,
        case when events.field = 'assignee_id' then coalesce(events.new_value, '') end as assignee_id,
        case when events.field = 'group_id' then events.new_value end as group_id,
        case when events.field = 'tier' then events.new_value end as tier,
        {{ natural_order('events.event_id') }} as id_order
    from events
    inner join contacts on events.contact_key = contacts.contact_key
    where events.field in ('status', 'assignee_id', 'group_id', 'tier')
),

carried as (
    select
        *,
        coalesce(last_value(status ignore nulls) over before_this, 'new') as status_before,
        coalesce(last_value(assignee_id ignore nulls) over before_this, '') as assignee_before,
        last_value(nullif(assignee_id, '') ignore nulls) over before_this as last_assignee,
        last_value(group_id ignore nulls) over before_this as last_group,
        last_value(tier ignore nulls) over before_this as last_tier,
        row_number() over before_and_this as position
    from kept
    window
        before_this as (
            partition by contact_key order by occurred_at, id_order
            rows between unbounded preceding and 1 preceding
        ),
        before_and_this as (
            partition by contact_key order by occurred_at, id_order
            rows between unbounded preceding and current row
        )
),

flagged as (
    select
        *,
        coalesce(status, status_before) as status_after,
        coalesce(assignee_id, assignee_before) as assignee_after
    from carried
)

select
    contact_key,
    schedule_key,
    created_at,
    event_id,
    occurred_at,
    effective_at,
    position,
    actor_kind,
    actor_id,
    status is not null as is_status_event,
    assignee_id is not null as is_assignee_event,
    status_before,
    status_after,
    assignee_after,
    status_before in ('solved', 'closed') as was_resolved,
    status_after in ('solved', 'closed') as is_resolved,
    status_before not in ('solved', 'closed') and assignee_before = '' as was_unassigned,
    status_after not in ('solved', 'closed') and assignee_after = '' as is_unassigned,
    coalesce(nullif(assignee_id, '') <> last_assignee, false)
    or coalesce(group_id <> last_group, false) as is_transfer,
    coalesce(tier <> last_tier, false) as is_tier_change
from flagged
