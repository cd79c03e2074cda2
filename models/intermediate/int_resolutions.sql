{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with changes as (
    select
        *,
        {{ is_resolved('new_value') }} as is_resolved
    from {{ ref('int_contact_events') }}
    where
        contact_key is not null
        and field = 'status'
        and ({{ is_resolved('new_value') }}) <> ({{ is_resolved('status_before') }})
),

-- Entries and reopenings alternate, and an entry comes first.
neighbours as (
    select
        *,
        lag(occurred_at) over contact_order as previously_reopened_at,
        lead(occurred_at) over contact_order as reopened_at,
        row_number() over contact_order as change_number,
        count(*) over (partition by contact_key) as changes
    from changes
    window contact_order as (partition by contact_key order by event_number)
)

select
    contact_key,
    cast({{ whole_quotient('(change_number + 1)', 2) }} as integer) as resolution_number,
    occurred_at as resolved_at,
    open_age_us,
    agent_id,
    change_number >= changes - 1 as is_last,
    previously_reopened_at,
    reopened_at
from neighbours
where is_resolved
