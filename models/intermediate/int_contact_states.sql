with events as {{ inlined() }} (
    select
        *,
        field = 'status'
        and {{ is_resolved('new_value') }}
        and not {{ is_resolved('status_before') }} as is_resolution,
        field = 'status'
        and not {{ is_resolved('new_value') }}
        and {{ is_resolved('status_before') }} as is_reopening
    from {{ ref('int_contact_events') }}
    where contact_key is not null
),

-- Each event ends the span since the one before; what runs since the last is the reader's to add.
states as (
    select
        contact_key,
        bool_or(field = 'status') as has_status_events,
        bool_or(field = 'assignee_id') as has_assignee_events,
        bool_or(field in ('assignee_id', 'group_id')) as has_assignment_events,
        {{ arg_max('new_value', 'event_number', where="field = 'status'") }} as status,
        {{ arg_max(
            'new_value', 'event_number', where="field = 'assignee_id'", or_null=true
        ) }} as assignee_id,
        coalesce(bool_or(field = 'tier' and new_value <> last_known_value), false)
            as has_changed_tier,
        min(occurred_at) filter (where is_resolution) as first_resolved_at,
        max(occurred_at) filter (where is_resolution) as last_resolved_at,
        min(open_age_us) filter (where is_resolution) as open_age_us_at_first_resolution,
        max(open_age_us) filter (where is_resolution) as open_age_us_at_last_resolution,
        count(*) filter (where is_reopening) as reopens,
        {{ time_in_states(['new', 'open'], 'span_us') }} as agent_work_us,
        {{ time_in_states(['pending'], 'span_us') }} as pending_us,
        {{ time_in_states(['on_hold'], 'span_us') }} as on_hold_us,
        {{ time_in_states(['new', 'open'], 'open_span_us') }} as agent_work_business_us,
        {{ time_in_states(['pending'], 'open_span_us') }} as pending_business_us,
        {{ time_in_states(['on_hold'], 'open_span_us') }} as on_hold_business_us,
        cast(coalesce(sum(span_us) filter (
            where not was_assigned and not {{ is_resolved('status_before') }}
        ), 0) as bigint) as unassigned_us,
        max(age_us) as last_age_us,
        max(open_age_us) as last_open_age_us
    from events
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
    from events as transfer
    inner join states on transfer.contact_key = states.contact_key
    where
        transfer.field in ('assignee_id', 'group_id')
        and transfer.new_value <> transfer.last_known_value
    group by transfer.contact_key
)

select
    states.*,
    coalesce(transfers.transfers, 0) as transfers,
    coalesce(transfers.transfers_before_resolution, 0) as transfers_before_resolution
from states
left join transfers on states.contact_key = transfers.contact_key
