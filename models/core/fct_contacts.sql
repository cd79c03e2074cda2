with contacts as (
    select * from {{ ref('int_contacts') }}
),

outcomes as (
    select * from {{ ref('int_contact_outcomes') }}
),

measures as (
    select * from {{ ref('int_contact_measures') }}
),

conversations as (
    select * from {{ ref('int_contact_conversations') }}
),

states as (
    select * from {{ ref('int_contact_states') }}
),

work_time as (
    select * from {{ ref('int_work_time') }}
),

channel_moves as (
    select * from {{ ref('int_channel_moves') }}
),

first_contact_resolutions as (
    select * from {{ ref('int_first_contact_resolutions') }}
),

failed_elsewhere as (
    select * from {{ ref('int_failed_elsewhere') }}
)

select
    contacts.contact_key,
    contacts.connection,
    contacts.source_type,
    contacts.ticket_id,
    contacts.channel,
    contacts.channel_group,
    contacts.brand,
    contacts.priority,
    outcomes.status,
    outcomes.is_resolved,
    outcomes.is_outbound,
    contacts.is_truncated,
    coalesce(conversations.bot_messages > 0 and conversations.human_replies = 0, false)
        as is_bot_only,
    outcomes.exclusion_reason,
    contacts.survivor_key as merged_into_contact_key,
    {{ stable_key(
        ['contacts.connection', 'contacts.requester_id'],
        nullable='contacts.requester_id'
    ) }} as requester_key,
    {{ stable_key(
        ['contacts.connection', 'measures.assignee_id'],
        nullable='measures.assignee_id'
    ) }} as assignee_key,
    {{ stable_key(
        ['contacts.connection', 'conversations.first_agent_id'],
        nullable='conversations.first_agent_id'
    ) }} as first_agent_key,
    {{ stable_key(
        ['contacts.connection', 'conversations.last_agent_id'],
        nullable='conversations.last_agent_id'
    ) }} as last_agent_key,
    contacts.person_key,
    contacts.schedule_id,
    contacts.created_in_business_hours,
    contacts.created_at,
    conversations.first_customer_message_at,
    measures.first_reply_at,
    outcomes.first_resolved_at,
    outcomes.resolved_at,
    coalesce(conversations.inbound_messages, 0) as inbound_messages,
    outcomes.human_replies,
    coalesce(conversations.bot_messages, 0) as bot_messages,
    coalesce(conversations.internal_notes, 0) as internal_notes,
    coalesce(conversations.other_messages, 0) as other_messages,
    coalesce(conversations.turns, 0) as turns,
    coalesce(conversations.answered_turns, 0) as answered_turns,
    outcomes.reopens,
    outcomes.has_assignment_history,
    coalesce(states.transfers, 0) as transfers,
    coalesce(states.transfers_before_resolution, 0) as transfers_before_resolution,
    coalesce(states.transfers_before_resolution, 0) > 0 as is_transferred_before_resolution,
    coalesce(conversations.has_left_channel_group, false)
    or channel_moves.contact_key is not null
    or coalesce(states.has_changed_tier, false) as is_escalated,
    case
        when outcomes.is_resolved is not null
            then outcomes.is_resolved and outcomes.human_replies = 1 and outcomes.reopens = 0
    end as is_fcr_gross,
    case
        when outcomes.is_resolved and outcomes.human_replies = 1 and outcomes.reopens = 0
            then first_contact_resolutions.is_fcr_net
        when outcomes.is_resolved is not null then false
    end as is_fcr_net,
    case
        when contacts.channel_group = 'social' and not outcomes.is_outbound
            then failed_elsewhere.contact_key is not null
    end as failed_elsewhere,
    measures.has_clock_skew,
    measures.first_reply_seconds,
    measures.first_reply_business_seconds,
    measures.first_reply_any_seconds,
    measures.first_resolution_seconds,
    measures.first_resolution_business_seconds,
    measures.full_resolution_seconds,
    measures.full_resolution_business_seconds,
    measures.requester_wait_seconds,
    measures.requester_wait_business_seconds,
    measures.agent_wait_seconds,
    measures.agent_wait_business_seconds,
    measures.on_hold_seconds,
    measures.on_hold_business_seconds,
    measures.agent_work_seconds,
    measures.agent_work_business_seconds,
    measures.unassigned_seconds,
    {{ to_seconds('work_time.handle_us') }} as handle_seconds,
    {{ to_seconds('work_time.wrap_up_us') }} as wrap_up_seconds,
    work_time.last_work_session_ended_at,
    cast(null as double) as cost_amount
from contacts
inner join outcomes on contacts.contact_key = outcomes.contact_key
inner join measures on contacts.contact_key = measures.contact_key
left join conversations on contacts.contact_key = conversations.contact_key
left join states on contacts.contact_key = states.contact_key
left join work_time on contacts.contact_key = work_time.contact_key
left join channel_moves on contacts.contact_key = channel_moves.contact_key
left join first_contact_resolutions
    on contacts.contact_key = first_contact_resolutions.contact_key
left join failed_elsewhere on contacts.contact_key = failed_elsewhere.contact_key
