with changes as (
    select
        *,
        {{ microseconds('effective_at') }} - {{ microseconds('created_at') }} as age_us
    from {{ ref('int_status_changes') }}
),

timeline as (
    select
        *,
        {{ microseconds('effective_at') }} - {{ microseconds('created_at') }} as age_us
    from {{ ref('int_event_timeline') }}
),

states as (
    select
        contact_key,
        min(occurred_at) filter (where is_resolved and not was_resolved) as first_resolved_at,
        max(occurred_at) filter (where is_resolved and not was_resolved) as last_resolved_at,
        min(open_us) filter (where is_resolved and not was_resolved) as open_us_at_first_resolution,
        max(open_us) filter (where is_resolved and not was_resolved) as open_us_at_last_resolution,
        count(*) filter (where was_resolved and not is_resolved) as reopens,
        {{ time_in_state('new', 'age_us') }} as new_us,
        {{ time_in_state('open', 'age_us') }} as open_us,
        {{ time_in_state('pending', 'age_us') }} as pending_us,
        {{ time_in_state('on_hold', 'age_us') }} as on_hold_us,
        {{ time_in_state('new', 'open_us') }} as new_business_us,
        {{ time_in_state('open', 'open_us') }} as open_business_us,
        {{ time_in_state('pending', 'open_us') }} as pending_business_us,
        {{ time_in_state('on_hold', 'open_us') }} as on_hold_business_us
    from changes
    group by contact_key
),

last_events as (
    select
        contact_key,
        bool_or(is_status_event) as has_status_events,
        bool_or(is_assignee_event) as has_assignee_events,
        arg_max(status_after, position) as status,
        nullif(arg_max(assignee_after, position), '') as assignee_id,
        sum(
            case
                when was_unassigned and not is_unassigned then age_us
                when is_unassigned and not was_unassigned then -age_us
                else 0
            end
        ) as unassigned_us,
        bool_or(is_tier_change) as has_changed_tier
    from timeline
    group by contact_key
),

-- All changes at one instant are one transfer.
transfers as (
    select
        transfer.contact_key,
        count(distinct transfer.occurred_at) as transfers,
        count(distinct transfer.occurred_at) filter (
            where transfer.occurred_at < states.first_resolved_at
            or states.first_resolved_at is null
        ) as transfers_before_resolution
    from timeline as transfer
    left join states on transfer.contact_key = states.contact_key
    where transfer.is_transfer
    group by transfer.contact_key
)

select
    last_events.*,
    states.first_resolved_at,
    states.last_resolved_at,
    states.open_us_at_first_resolution,
    states.open_us_at_last_resolution,
    coalesce(states.reopens, 0) as reopens,
    coalesce(states.new_us, 0) as new_us,
    coalesce(states.open_us, 0) as open_us,
    coalesce(states.pending_us, 0) as pending_us,
    coalesce(states.on_hold_us, 0) as on_hold_us,
    coalesce(states.new_business_us, 0) as new_business_us,
    coalesce(states.open_business_us, 0) as open_business_us,
    coalesce(states.pending_business_us, 0) as pending_business_us,
    coalesce(states.on_hold_business_us, 0) as on_hold_business_us,
    coalesce(transfers.transfers, 0) as transfers,
    coalesce(transfers.transfers_before_resolution, 0) as transfers_before_resolution
from last_events
left join states on last_events.contact_key = states.contact_key
left join transfers on last_events.contact_key = transfers.contact_key
