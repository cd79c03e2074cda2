{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with messages as {{ inlined() }} (
    select * from {{ in_scope(ref('fct_messages')) }}
),

events as {{ inlined() }} (
    select * from {{ ref('int_contact_events') }}
    where contact_key is not null and is_by_agent
),

received as (
    select
        message_key,
        contact_key,
        connection,
        exclusion_reason,
        channel,
        sent_at
    from messages
    where is_public and sender_kind = 'customer'
),

-- Of several messages at one instant one has what follows.
instants as (
    select
        contact_key,
        sent_at,
        max(message_key) as message_key
    from received
    group by contact_key, sent_at
),

-- Assignee and group that are set in one save are one assignment.
assignments as (
    select distinct
        contact_key,
        occurred_at
    from events
    where field in ('assignee_id', 'group_id') and new_value is not null
),

actions as (
    select
        contact_key,
        sent_at as acted_at,
        case when is_public then 'reply' else 'note' end as kind
    from messages
    where sender_kind = 'agent'
    union all
    select
        contact_key,
        occurred_at as acted_at,
        'assignment' as kind
    from assignments
    union all
    select
        contact_key,
        occurred_at as acted_at,
        'status' as kind
    from events
    where field = 'status' and new_value <> status_before
),

-- An action belongs to the last inbound message at or before it; one before the first, to none.
acted_on as (
    select
        instants.message_key,
        min(actions.acted_at) as first_action_at,
        count(*) filter (where actions.kind = 'reply') as replies,
        count(*) filter (where actions.kind = 'note') as notes,
        count(*) filter (where actions.kind = 'assignment') as assignments,
        count(*) filter (where actions.kind = 'status') as status_changes,
        count(*) as actions
    from actions
    {{ asof_join(
        'inner', 'instants', 'contact_key', 'actions.contact_key',
        place='sent_at', comes_by='actions.acted_at'
    ) }}
    group by instants.message_key
)

select
    received.message_key,
    received.contact_key,
    received.connection,
    received.exclusion_reason,
    received.channel,
    received.sent_at,
    cast(coalesce(acted_on.replies, 0) as integer) as replies,
    cast(coalesce(acted_on.notes, 0) as integer) as notes,
    cast(coalesce(acted_on.assignments, 0) as integer) as assignments,
    cast(coalesce(acted_on.status_changes, 0) as integer) as status_changes,
    cast(coalesce(acted_on.actions, 0) as integer) as actions,
    acted_on.first_action_at,
    {{ seconds_between('received.sent_at', 'acted_on.first_action_at') }} as first_action_seconds
from received
left join acted_on on received.message_key = acted_on.message_key
