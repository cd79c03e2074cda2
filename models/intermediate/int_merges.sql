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

-- `union` drops repeated pairs, so a cycle ends the walk instead of running for ever.
walk as (
    select
        contact_key,
        merged_into_key as reached_key
    from merged
    union
    select
        walk.contact_key,
        merged.merged_into_key as reached_key
    from walk
    inner join merged on walk.reached_key = merged.contact_key
),

last_steps as (
    select
        walk.contact_key,
        walk.reached_key,
        tickets.contact_key is not null as survivor_exists
    from walk
    left join tickets on walk.reached_key = tickets.contact_key
    where not exists (select 1 from merged where merged.contact_key = walk.reached_key)
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
