with recursive tickets as (
    select * from {{ ref('int_tickets') }}
),

merged as (
    select
        contact_key,
        merged_into_key
    from tickets
    where merged_into_key is not null
),

-- From the ends back to what was merged into them: a cycle has no end, and is never entered.
walk as (
    select
        nearest.contact_key,
        nearest.merged_into_key as reached_key
    from merged as nearest
    left join merged as further on nearest.merged_into_key = further.contact_key
    where further.contact_key is null
    union all
    select
        merged.contact_key,
        walk.reached_key
    from walk
    inner join merged on walk.contact_key = merged.merged_into_key
),

last_steps as (
    select
        walk.contact_key,
        walk.reached_key,
        tickets.contact_key is not null as survivor_exists
    from walk
    left join tickets on walk.reached_key = tickets.contact_key
)

select
    merged.contact_key,
    case when last_steps.survivor_exists then last_steps.reached_key end as survivor_key,
    case
        when last_steps.reached_key is null then 'merge_cycle'
        when not last_steps.survivor_exists then 'missing_survivor'
    end as merge_error
from merged
left join last_steps on merged.contact_key = last_steps.contact_key
