{{ config(
    materialized='incremental',
    incremental_strategy='by_contact',
    meta={'ages': 'true'}
) }}

with contacts as (
    select * from {{ ref('int_contacts') }}
),

outcomes as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
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
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
),

hourly_rates as (
    select * from {{ ref('int_hourly_rates') }}
),

as_of_pieces as (
    select
        schedule_key,
        {{ open_microseconds(as_of(), 'pieces') }} as open_us_at_as_of
    from pieces
    where {{ in_piece(as_of(), 'pieces.schedule_key', 'pieces') }}
),

-- A contact without messages, or without events, has none of them rather than unknown many.
joined as (
    select
        contacts.*,
        outcomes.status,
        outcomes.is_resolved,
        outcomes.is_status_dated,
        outcomes.is_outbound,
        outcomes.exclusion_reason,
        outcomes.has_assignment_history,
        outcomes.first_resolved_at,
        outcomes.resolved_at,
        outcomes.human_replies,
        outcomes.reopens,
        conversations.first_customer_message_at,
        conversations.first_agent_key,
        conversations.last_agent_key,
        coalesce(conversations.inbound_messages, 0) as inbound_messages,
        coalesce(conversations.bot_messages, 0) as bot_messages,
        coalesce(conversations.internal_notes, 0) as internal_notes,
        coalesce(conversations.other_messages, 0) as other_messages,
        coalesce(conversations.turns, 0) as turns,
        coalesce(conversations.answered_turns, 0) as answered_turns,
        case when not contacts.is_truncated then conversations.first_reply_at end as first_reply_at,
        case when not contacts.is_truncated then conversations.first_any_reply_at end
            as first_any_reply_at,
        case
            when outcomes.is_outbound then conversations.first_customer_message_at
            else contacts.created_at
        end as reply_clock_started_at,
        coalesce(conversations.has_left_channel_group, false)
        or channel_moves.contact_key is not null
        or coalesce(states.has_changed_tier, false) as is_escalated,
        case
            when outcomes.is_resolved is not null
                then outcomes.is_resolved and outcomes.human_replies = 1 and outcomes.reopens = 0
        end as is_fcr_gross,
        first_contact_resolutions.is_fcr_net as came_not_back,
        failed_elsewhere.contact_key is not null as has_failed_elsewhere,
        work_time.handle_us,
        work_time.wrap_up_us,
        work_time.last_work_session_ended_at,
        {{ whole_quotient(
            'work_time.handle_us * cast(hourly_rates.hourly_rate_millionths as '
            ~ type_huge() ~ ')',
            3600000000
        ) }} as cost_millionths,
        hourly_rates.currency as cost_currency,
        case
            when states.has_assignee_events then states.assignee_id
            else contacts.ticket_assignee_id
        end as assignee_id,
        coalesce(states.has_assignee_events, false) or contacts.ticket_assignee_id is null
            as is_assignment_dated,
        coalesce(states.transfers, 0) as transfers,
        coalesce(states.transfers_before_resolution, 0) as transfers_before_resolution,
        states.open_age_us_at_first_resolution,
        states.open_age_us_at_last_resolution,
        coalesce(states.agent_work_us, 0) as agent_work_us,
        coalesce(states.pending_us, 0) as pending_us,
        coalesce(states.on_hold_us, 0) as on_hold_us,
        coalesce(states.unassigned_us, 0) as unassigned_us,
        coalesce(states.agent_work_business_us, 0) as agent_work_business_us,
        coalesce(states.pending_business_us, 0) as pending_business_us,
        coalesce(states.on_hold_business_us, 0) as on_hold_business_us,
        -- The state that still runs lasts until as_of.
        {{ microseconds(as_of()) }} - {{ microseconds('contacts.created_at') }}
        - coalesce(states.last_age_us, 0) as tail_us,
        as_of_pieces.open_us_at_as_of - contacts.open_us_at_creation
        - coalesce(states.last_open_age_us, 0) as tail_business_us
    from contacts
    inner join outcomes on contacts.contact_key = outcomes.contact_key
    left join conversations on contacts.contact_key = conversations.contact_key
    left join states on contacts.contact_key = states.contact_key
    left join work_time on contacts.contact_key = work_time.contact_key
    left join hourly_rates
        on
            contacts.connection = hourly_rates.connection
            and contacts.channel = hourly_rates.channel
            and work_time.last_work_session_ended_at >= hourly_rates.starts_at
            and work_time.last_work_session_ended_at < hourly_rates.ends_at
    left join channel_moves on contacts.contact_key = channel_moves.contact_key
    left join first_contact_resolutions
        on contacts.contact_key = first_contact_resolutions.contact_key
    left join failed_elsewhere on contacts.contact_key = failed_elsewhere.contact_key
    left join as_of_pieces on contacts.schedule_key = as_of_pieces.schedule_key
),

-- Without a schedule there is no tail either, which leaves the business times NULL.
timed as (
    select
        joined.*,
        {{ with_tail('joined', 'agent_work', ['new', 'open']) }},
        {{ with_tail('joined', 'pending', ['pending']) }},
        {{ with_tail('joined', 'on_hold', ['on_hold']) }},
        case
            when joined.is_assignment_dated
                then
                    joined.unassigned_us + case
                        when not joined.is_resolved and joined.assignee_id is null
                            then joined.tail_us
                        else 0
                    end
        end as unassigned_total_us,
        {{ open_microseconds('joined.first_reply_at', 'reply_piece') }} - case
            when joined.is_outbound
                then {{ open_microseconds('joined.reply_clock_started_at', 'start_piece') }}
            else joined.open_us_at_creation
        end as first_reply_business_us
    from joined
    left join pieces as start_piece
        on {{ in_piece('joined.reply_clock_started_at', 'joined.schedule_key', 'start_piece') }}
    left join pieces as reply_piece
        on {{ in_piece('joined.first_reply_at', 'joined.schedule_key', 'reply_piece') }}
)

select
    contact_key,
    connection,
    source_type,
    ticket_id,
    channel,
    channel_group,
    brand,
    priority,
    status,
    is_resolved,
    is_outbound,
    is_truncated,
    bot_messages > 0 and human_replies = 0 as is_bot_only,
    exclusion_reason,
    survivor_key as merged_into_contact_key,
    {{ stable_key(['connection', 'requester_id'], nullable='requester_id') }} as requester_key,
    {{ stable_key(['connection', 'assignee_id'], nullable='assignee_id') }} as assignee_key,
    first_agent_key,
    last_agent_key,
    person_key,
    schedule_id,
    created_in_business_hours,
    created_at,
    first_customer_message_at,
    first_reply_at,
    first_resolved_at,
    resolved_at,
    inbound_messages,
    human_replies,
    bot_messages,
    internal_notes,
    other_messages,
    turns,
    answered_turns,
    reopens,
    has_assignment_history,
    transfers,
    transfers_before_resolution,
    transfers_before_resolution > 0 as is_transferred_before_resolution,
    is_escalated,
    is_fcr_gross,
    case when is_fcr_gross then came_not_back else is_fcr_gross end as is_fcr_net,
    case when channel_group = 'social' and not is_outbound then has_failed_elsewhere end
        as failed_elsewhere,
    coalesce(
        first_reply_at < reply_clock_started_at
        or first_any_reply_at < reply_clock_started_at
        or first_resolved_at < created_at
        or resolved_at < created_at,
        false
    ) as has_clock_skew,
    {{ seconds_between('reply_clock_started_at', 'first_reply_at') }} as first_reply_seconds,
    {{ to_seconds(not_negative('first_reply_business_us')) }} as first_reply_business_seconds,
    {{ seconds_between('reply_clock_started_at', 'first_any_reply_at') }}
        as first_reply_any_seconds,
    {{ seconds_between('created_at', 'first_resolved_at') }} as first_resolution_seconds,
    {{ to_seconds('open_age_us_at_first_resolution') }} as first_resolution_business_seconds,
    {{ seconds_between('created_at', 'resolved_at') }} as full_resolution_seconds,
    {{ to_seconds('case when is_resolved then open_age_us_at_last_resolution end') }}
        as full_resolution_business_seconds,
    {{ to_seconds('(agent_work_total_us + on_hold_total_us)') }} as requester_wait_seconds,
    {{ to_seconds('(agent_work_total_business_us + on_hold_total_business_us)') }}
        as requester_wait_business_seconds,
    {{ to_seconds('pending_total_us') }} as agent_wait_seconds,
    {{ to_seconds('pending_total_business_us') }} as agent_wait_business_seconds,
    {{ to_seconds('on_hold_total_us') }} as on_hold_seconds,
    {{ to_seconds('on_hold_total_business_us') }} as on_hold_business_seconds,
    {{ to_seconds('agent_work_total_us') }} as agent_work_seconds,
    {{ to_seconds('agent_work_total_business_us') }} as agent_work_business_seconds,
    {{ to_seconds('case when is_status_dated then unassigned_total_us end') }}
        as unassigned_seconds,
    {{ to_seconds('handle_us') }} as handle_seconds,
    {{ to_seconds('wrap_up_us') }} as wrap_up_seconds,
    last_work_session_ended_at,
    cast(cost_millionths as double) / 1000000 as cost_amount,
    cost_currency
from timed
{{ and_aged_contacts() }}
