{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with calls as (
    select
        *,
        {{ stable_key(['connection', 'ticket_id']) }} as own_contact_key
    from {{ in_scope(ref('int_calls_unioned'), keys=['connection', 'ticket_id']) }}
),

merge_chains as (
    select * from {{ ref('int_merges') }}
    where survivor_key is not null
),

contacts as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
),

outcomes as (
    select
        calls.*,
        contacts.contact_key,
        contacts.exclusion_reason,
        contacts.schedule_key,
        case
            when calls.answered_at is not null then 'answered'
            when calls.direction = 'inbound' and calls.abandoned_at is not null then 'abandoned'
            else 'unanswered'
        end as outcome
    from calls
    left join merge_chains on calls.own_contact_key = merge_chains.contact_key
    inner join contacts
        on coalesce(merge_chains.survivor_key, calls.own_contact_key) = contacts.contact_key
)

select
    {{ stable_key(['outcomes.connection', 'outcomes.call_id']) }} as call_key,
    outcomes.contact_key,
    outcomes.connection,
    outcomes.exclusion_reason,
    outcomes.call_id,
    'phone' as channel,
    outcomes.direction,
    outcomes.queued_at,
    outcomes.answered_at,
    outcomes.abandoned_at,
    {{ stable_key(['outcomes.connection', 'outcomes.agent_id'], nullable='outcomes.agent_id') }}
        as agent_key,
    outcomes.outcome,
    {{ seconds_between('outcomes.queued_at', 'outcomes.answered_at') }} as wait_seconds,
    case
        when outcomes.outcome = 'abandoned'
            then {{ seconds_between('outcomes.queued_at', 'outcomes.abandoned_at') }}
    end as abandoned_after_seconds,
    {{ is_open_at('outcomes.queued_at', 'piece') }} as in_business_hours
from outcomes
left join pieces as piece
    on {{ in_piece('outcomes.queued_at', 'outcomes.schedule_key', 'piece') }}
