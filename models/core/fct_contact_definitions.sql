{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with contacts as (
    select * from {{ in_scope(ref('fct_contacts')) }}
),

schedules as (
    select
        contact_key,
        schedule_key
    from {{ in_scope(ref('int_contact_outcomes')) }}
),

-- Zendesk knows of no earlier creation than the ticket's own.
tickets as (
    select
        contact_key,
        created_at as ticket_created_at
    from {{ ref('int_tickets') }}
),

first_turns as (
    select
        contact_key,
        reply_seconds,
        reply_business_seconds
    from {{ in_scope(ref('fct_turns')) }}
    where turn_number = 1
),

-- A public comment is a message; a call that was answered is none.
replies as (
    select
        contact_key,
        min(sent_at) as first_reply_at,
        min(sent_at) filter (where not is_call) as first_comment_at,
        {{ nth_smallest('sent_at', 2, where='not is_call') }} as second_comment_at
    from {{ in_scope(ref('fct_replies')) }}
    group by contact_key
),

last_resolutions as (
    select
        contact_key,
        resolved_at
    from {{ in_scope(ref('fct_resolutions')) }}
    where is_last
),

first_assignments as (
    select
        contact_key,
        min(occurred_at) as assigned_at
    from {{ ref('int_contact_events') }}
    where contact_key is not null and field = 'assignee_id' and new_value is not null
    group by contact_key
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
),

joined as (
    select
        contacts.contact_key,
        contacts.connection,
        contacts.exclusion_reason,
        contacts.channel,
        contacts.created_at,
        contacts.is_outbound,
        contacts.is_truncated,
        contacts.is_resolved,
        contacts.first_customer_message_at,
        contacts.first_reply_seconds,
        contacts.full_resolution_seconds,
        tickets.ticket_created_at,
        first_turns.reply_seconds,
        coalesce(first_turns.reply_business_seconds, first_turns.reply_seconds)
            as office_reply_seconds,
        -- An agent who opens the ticket with a comment replies with the next one.
        case
            when contacts.is_outbound and replies.first_comment_at = replies.first_reply_at
                then replies.second_comment_at
            else replies.first_comment_at
        end as zendesk_reply_at,
        last_resolutions.resolved_at as last_resolved_at,
        first_assignments.assigned_at,
        schedules.schedule_key,
        case
            when last_resolutions.resolved_at >= contacts.first_customer_message_at
                then last_resolutions.resolved_at
        end as closed_after_message_at
    from contacts
    inner join schedules on contacts.contact_key = schedules.contact_key
    inner join tickets on contacts.contact_key = tickets.contact_key
    left join first_turns on contacts.contact_key = first_turns.contact_key
    left join replies on contacts.contact_key = replies.contact_key
    left join last_resolutions on contacts.contact_key = last_resolutions.contact_key
    left join first_assignments on contacts.contact_key = first_assignments.contact_key
),

measured as (
    select
        joined.*,
        {{ seconds_between('joined.ticket_created_at', 'joined.zendesk_reply_at') }}
            as zendesk_first_reply_seconds,
        {{ seconds_between('joined.ticket_created_at', 'joined.last_resolved_at') }}
            as zendesk_resolution_seconds,
        {{ seconds_between('joined.assigned_at', 'joined.last_resolved_at') }}
            as sprout_resolution_seconds,
        {{ seconds_between('joined.first_customer_message_at', 'joined.closed_after_message_at') }}
            as close_seconds,
        {{ to_seconds(
            '(' ~ open_microseconds('joined.closed_after_message_at', 'close_piece')
            ~ ' - (' ~ open_microseconds('joined.first_customer_message_at', 'start_piece') ~ '))'
        ) }} as business_close_seconds
    from joined
    left join pieces as start_piece
        on {{ in_piece('joined.first_customer_message_at', 'joined.schedule_key', 'start_piece') }}
    left join pieces as close_piece
        on {{ in_piece('joined.closed_after_message_at', 'joined.schedule_key', 'close_piece') }}
),

-- Without a schedule every hour is an office hour.
completed as (
    select
        *,
        coalesce(business_close_seconds, close_seconds) as office_close_seconds
    from measured
)

select
    contact_key,
    connection,
    exclusion_reason,
    channel,
    created_at,
    is_outbound,
    first_reply_seconds,
    zendesk_first_reply_seconds,
    reply_seconds as sprout_first_reply_seconds,
    office_reply_seconds as intercom_first_reply_seconds,
    case
        when (zendesk_first_reply_seconds is not distinct from first_reply_seconds) then null
        when is_truncated then 'truncated'
        when is_outbound then 'outbound'
        when ticket_created_at <> created_at then 'merged'
        else 'call'
    end as zendesk_first_reply_difference,
    case
        when (reply_seconds is not distinct from first_reply_seconds) then null
        when is_truncated then 'truncated'
        else 'creation'
    end as sprout_first_reply_difference,
    case
        when (office_reply_seconds is not distinct from first_reply_seconds) then null
        when is_truncated then 'truncated'
        when
            abs(reply_seconds - office_reply_seconds) > abs(reply_seconds - first_reply_seconds)
            then 'out_of_hours'
        else 'creation'
    end as intercom_first_reply_difference,
    full_resolution_seconds as resolution_seconds,
    zendesk_resolution_seconds,
    sprout_resolution_seconds,
    office_close_seconds as intercom_resolution_seconds,
    case
        when (zendesk_resolution_seconds is not distinct from full_resolution_seconds) then null
        when not is_resolved then 'reopened'
        else 'merged'
    end as zendesk_resolution_difference,
    case
        when (sprout_resolution_seconds is not distinct from full_resolution_seconds) then null
        when assigned_at is null then 'unassigned'
        when not is_resolved then 'reopened'
        else 'assignment'
    end as sprout_resolution_difference,
    case
        when (office_close_seconds is not distinct from full_resolution_seconds) then null
        when closed_after_message_at is null then 'no_message'
        when not is_resolved then 'reopened'
        when
            abs(close_seconds - office_close_seconds)
            > abs(close_seconds - full_resolution_seconds)
            then 'out_of_hours'
        else 'creation'
    end as intercom_resolution_difference
from completed
