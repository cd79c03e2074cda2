{{ config(
    materialized='incremental',
    incremental_strategy='by_contact',
    meta={'ages': 'is_unfulfilled'}
) }}
{%- set hour_us = 3600000000 -%}

with applications as (
    select * from {{ ref('int_sla_applications') }}
),

targets as (
    select * from {{ ref('int_sla_targets') }}
),

priority_spans as (
    select * from {{ ref('int_priority_spans') }}
),

contacts as (
    select * from {{ in_scope(ref('fct_contacts')) }}
),

schedules as (
    select
        contact_key,
        schedule_key
    from {{ in_scope(ref('int_contact_outcomes')) }}
),

turns as (
    select * from {{ in_scope(ref('fct_turns')) }}
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
),

-- By the hours of open time that a piece holds, so that an instant of it is found by its hour: no
-- piece is longer than a day.
open_hours as (
    select
        schedule_key,
        opens_us,
        open_before_us,
        open_before_us + closes_us - opens_us as open_until_us,
        {{ each_number(
            whole_quotient('open_before_us', hour_us),
            whole_quotient('(open_before_us + closes_us - opens_us)', hour_us) ~ ' + 1'
        ) }} as open_hour
    from pieces
    where closes_us > opens_us
),

-- The last policy set on a contact judges it as a whole, and the one in force when a turn began,
-- from the second on, judges the turn.
promises as (
    select
        contact_key,
        policy_key,
        policy_id,
        applied_at,
        false as is_of_turn,
        cast(null as {{ type_key() }}) as turn_key,
        cast(null as timestamp) as turn_started_at,
        cast(null as timestamp) as turn_answered_at
    from applications
    where is_last
    union all
    select
        applications.contact_key,
        applications.policy_key,
        applications.policy_id,
        applications.applied_at,
        true as is_of_turn,
        turns.turn_key,
        turns.started_at as turn_started_at,
        turns.answered_at as turn_answered_at
    from turns
    inner join applications
        on
            turns.contact_key = applications.contact_key
            and turns.started_at >= applications.holds_from
            and turns.started_at < applications.holds_until
    where turns.turn_number > 1
),

joined as (
    select
        contacts.*,
        promises.policy_key,
        promises.policy_id,
        promises.applied_at,
        promises.is_of_turn,
        promises.turn_key,
        promises.turn_started_at,
        promises.turn_answered_at,
        schedules.schedule_key,
        coalesce(promises.turn_started_at, greatest(contacts.created_at, promises.applied_at))
            as promised_at
    from promises
    inner join contacts on promises.contact_key = contacts.contact_key
    inner join schedules on promises.contact_key = schedules.contact_key
),

prioritized as (
    select
        joined.*,
        case
            when priority_spans.contact_key is not null then priority_spans.priority
            else lower(trim(joined.priority))
        end as priority_then
    from joined
    left join priority_spans
        on
            joined.contact_key = priority_spans.contact_key
            and joined.promised_at >= priority_spans.holds_from
            and joined.promised_at < priority_spans.holds_until
),

-- A thread without its opening has no first reply, and neither has an outbound contact whose
-- customer never wrote.
targeted as (
    select
        prioritized.*,
        targets.metric,
        targets.clock,
        targets.target_us,
        targets.metric in ('requester_wait', 'agent_work') as is_state_time,
        case targets.metric
            when 'next_reply' then prioritized.turn_started_at
            when 'first_reply'
                then
                    case
                        when prioritized.is_outbound then prioritized.first_customer_message_at
                        else prioritized.created_at
                    end
            else prioritized.created_at
        end as started_at,
        case targets.metric
            when 'next_reply' then prioritized.turn_answered_at
            when 'first_reply' then prioritized.first_reply_at
            else prioritized.resolved_at
        end as achieved_at,
        case targets.metric
            when 'requester_wait'
                then
                    case targets.clock
                        when 'business' then prioritized.requester_wait_business_seconds
                        else prioritized.requester_wait_seconds
                    end
            when 'agent_work'
                then
                    case targets.clock
                        when 'business' then prioritized.agent_work_business_seconds
                        else prioritized.agent_work_seconds
                    end
        end as state_seconds
    from prioritized
    inner join targets
        on
            prioritized.policy_key = targets.policy_key
            and prioritized.is_of_turn = (targets.metric = 'next_reply')
            and case
                when targets.priority is not null
                    then prioritized.priority_then = targets.priority
                else
                    not coalesce(
                        {{ is_listed('prioritized.priority_then', 'targets.priorities') }}, false
                    )
            end
            and prioritized.promised_at >= targets.valid_from
            and prioritized.promised_at < targets.valid_to
    where
        targets.metric in (
            'first_reply', 'next_reply', 'requester_wait', 'agent_work', 'resolution'
        )
),

-- A contact that is resolved owes no reply any more.
bounded as (
    select
        *,
        case
            when is_state_time then null
            when achieved_at is not null then achieved_at
            when is_resolved then resolved_at
            when metric <> 'resolution' or requester_wait_seconds is not null then {{ as_of() }}
        end as ended_at,
        case when clock = 'business' then schedule_key end as clock_key
    from targeted
    where started_at is not null and not (metric = 'first_reply' and is_truncated)
),

measured as (
    select
        bounded.*,
        {{ open_microseconds('bounded.started_at', 'start_piece') }} as open_us_at_start,
        case
            when bounded.is_state_time then {{ whole_microseconds('bounded.state_seconds') }}
            when bounded.clock = 'business'
                then
                    {{ not_negative(
                        '(' ~ open_microseconds('bounded.ended_at', 'end_piece')
                        ~ ' - (' ~ open_microseconds('bounded.started_at', 'start_piece') ~ '))'
                    ) }}
            else {{ not_negative(
                '(' ~ microseconds('bounded.ended_at') ~ ' - '
                ~ microseconds('bounded.started_at') ~ ')'
            ) }}
        end as elapsed_us,
        {{ open_microseconds(as_of(), 'as_of_piece') }} as open_us_at_as_of
    from bounded
    left join pieces as start_piece
        on {{ in_piece('bounded.started_at', 'bounded.clock_key', 'start_piece') }}
    left join pieces as end_piece
        on {{ in_piece('bounded.ended_at', 'bounded.clock_key', 'end_piece') }}
    left join pieces as as_of_piece
        on {{ in_piece(as_of(), 'bounded.clock_key', 'as_of_piece') }}
),

judged as (
    select
        *,
        case
            when elapsed_us is null then null
            when elapsed_us > target_us then 'breached'
            when achieved_at is not null then 'met'
            when is_resolved then 'withdrawn'
            else 'running'
        end as state,
        achieved_at is null and not coalesce(is_resolved, false) as is_unfulfilled,
        -- What a status adds up falls due only while the status lasts.
        not is_state_time
        or (
            elapsed_us <= target_us
            and (
                status in ('new', 'open')
                or (metric = 'requester_wait' and status = 'on_hold')
            )
        ) as has_due_time
    from measured
),

due as (
    select
        *,
        case
            when not has_due_time then null
            when is_state_time and clock = 'calendar'
                then {{ microseconds(as_of()) }} + target_us - elapsed_us
            when clock = 'calendar' then {{ microseconds('started_at') }} + target_us
        end as due_us,
        case
            when not has_due_time or clock = 'calendar' then null
            when is_state_time then open_us_at_as_of + target_us - elapsed_us
            else open_us_at_start + target_us
        end as due_open_us
    from judged
)

select
    {{ stable_key([
        as_text('due.contact_key'), 'due.metric',
        "coalesce(" ~ as_text('due.turn_key') ~ ", '')"
    ]) }} as sla_key,
    due.contact_key,
    due.turn_key,
    due.connection,
    due.exclusion_reason,
    due.channel,
    due.policy_id,
    due.metric,
    due.clock,
    due.priority_then as priority,
    {{ to_seconds('due.target_us') }} as target_seconds,
    due.applied_at,
    due.started_at,
    case
        when due.due_us is not null then {{ instant_of('due.due_us') }}
        else
            {{ instant_of('open_hours.opens_us + due.due_open_us - open_hours.open_before_us') }}
    end as due_at,
    due.achieved_at,
    {{ to_seconds('due.elapsed_us') }} as elapsed_seconds,
    due.state,
    due.is_unfulfilled
from due
left join open_hours
    on
        due.clock_key = open_hours.schedule_key
        and {{ whole_quotient('due.due_open_us', hour_us) }} = open_hours.open_hour
        and due.due_open_us > open_hours.open_before_us
        and due.due_open_us <= open_hours.open_until_us
{{ and_aged_service_levels() }}
