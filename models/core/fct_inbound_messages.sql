with messages as (
    select * from {{ ref('fct_messages') }}
),

events as (
    select * from {{ ref('int_contact_events') }}
    where contact_key is not null and is_by_agent
),

contacts as (
    select * from {{ ref('int_contact_outcomes') }}
),

-- Assignee and group that are set in one save are one assignment.
assignments as (
    select distinct
        contact_key,
        occurred_at
    from events
    where field in ('assignee_id', 'group_id') and new_value is not null
),

-- Few columns of fixed size, for a sort carries them all.
steps as (
    select
        contact_key,
        sent_at as happened_at,
        'received' as kind,
        is_call,
        message_key,
        channel
    from messages
    where is_public and sender_kind = 'customer'
    union all
    select
        contact_key,
        sent_at as happened_at,
        case when is_public then 'reply' else 'note' end as kind,
        false as is_call,
        cast(null as uuid) as message_key,
        cast(null as varchar) as channel
    from messages
    where sender_kind = 'agent'
    union all
    select
        contact_key,
        occurred_at as happened_at,
        'assignment' as kind,
        false as is_call,
        cast(null as uuid) as message_key,
        cast(null as varchar) as channel
    from assignments
    union all
    select
        contact_key,
        occurred_at as happened_at,
        'status' as kind,
        false as is_call,
        cast(null as uuid) as message_key,
        cast(null as varchar) as channel
    from events
    where field = 'status' and new_value <> status_before
),

-- An action belongs to the last inbound message at or before it; at one instant the customer comes
-- first.
sequenced as (
    select
        *,
        count(message_key) over (
            partition by contact_key
            order by happened_at, message_key is null, is_call, message_key
            rows between unbounded preceding and current row
        ) as inbound_number
    from steps
),

answered as (
    select
        contact_key,
        inbound_number,
        min(message_key) as message_key,
        min(channel) as channel,
        min(case when kind = 'received' then happened_at end) as sent_at,
        min(case when kind <> 'received' then happened_at end) as first_action_at,
        sum(cast(kind = 'reply' as integer)) as replies,
        sum(cast(kind = 'note' as integer)) as notes,
        sum(cast(kind = 'assignment' as integer)) as assignments,
        sum(cast(kind = 'status' as integer)) as status_changes
    from sequenced
    where inbound_number > 0
    group by contact_key, inbound_number
)

select
    answered.message_key,
    answered.contact_key,
    contacts.connection,
    contacts.exclusion_reason,
    answered.channel,
    answered.sent_at,
    cast(answered.replies as integer) as replies,
    cast(answered.notes as integer) as notes,
    cast(answered.assignments as integer) as assignments,
    cast(answered.status_changes as integer) as status_changes,
    cast(
        answered.replies + answered.notes + answered.assignments + answered.status_changes
        as integer
    ) as actions,
    answered.first_action_at,
    {{ seconds_between('answered.sent_at', 'answered.first_action_at') }} as first_action_seconds
from answered
inner join contacts on answered.contact_key = contacts.contact_key
