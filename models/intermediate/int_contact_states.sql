with changes as (
    select
        *,
        {{ microseconds('effective_at') }} - {{ microseconds('created_at') }} as age_us
    from {{ ref('int_status_changes') }}
),

ticket_changes as (
    select
        *,
        {{ microseconds('effective_at') }} - {{ microseconds('created_at') }} as age_us
    from {{ ref('int_ticket_changes') }}
    where contact_key is not null
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
        bool_or(field = 'status') as has_status_events,
        bool_or(field = 'assignee_id') as has_assignee_events,
        bool_or(field in ('assignee_id', 'group_id')) as has_assignment_events,
        arg_max(new_value, event_number) filter (where field = 'status') as status,
        arg_max_null(new_value, event_number) filter (where field = 'assignee_id') as assignee_id,
        coalesce(bool_or(field = 'tier' and new_value <> last_known_value), false)
            as has_changed_tier
    from ticket_changes
    group by contact_key
),

-- A contact starts unresolved and unassigned. Each row changes one of the two.
unassigned_steps as (
    select
        contact_key,
        age_us,
        case when is_resolved then -1 else 1 end as unresolved_step,
        0 as unassigned_step
    from changes
    where was_resolved <> is_resolved
    union all
    select
        contact_key,
        age_us,
        0 as unresolved_step,
        case when new_value is null then 1 else -1 end as unassigned_step
    from ticket_changes
    where field = 'assignee_id' and (new_value is null) <> (previous_value is null)
),

unassigned_sweep as (
    select
        *,
        1 + sum(unresolved_step) over steps_so_far as unresolved,
        1 + sum(unassigned_step) over steps_so_far as unassigned
    from unassigned_steps
    window steps_so_far as (
        partition by contact_key order by age_us rows between unbounded preceding and current row
    )
),

-- What is left adds its age, what is entered takes it away; the running tail is the reader's.
unassigned as (
    select
        contact_key,
        sum(
            (unresolved - unresolved_step) * (unassigned - unassigned_step) * age_us
            - unresolved * unassigned * age_us
        ) as unassigned_us
    from unassigned_sweep
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
    from ticket_changes as transfer
    left join states on transfer.contact_key = states.contact_key
    where
        transfer.field in ('assignee_id', 'group_id')
        and transfer.new_value <> transfer.last_known_value
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
    coalesce(unassigned.unassigned_us, 0) as unassigned_us,
    coalesce(transfers.transfers, 0) as transfers,
    coalesce(transfers.transfers_before_resolution, 0) as transfers_before_resolution
from last_events
left join states on last_events.contact_key = states.contact_key
left join unassigned on last_events.contact_key = unassigned.contact_key
left join transfers on last_events.contact_key = transfers.contact_key
