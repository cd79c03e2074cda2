-- Every promise to a contact that counts is in each grain and level of mart_sla once, in one state.
with promises as (
    select count(*) as promises
    from {{ ref('fct_sla') }}
    where exclusion_reason is null
),

mart as (
    select * from {{ ref('mart_sla') }}
),

grains as (
    select unnest(['day', 'week', 'month', 'all']) as period_grain
),

levels as (
    select unnest(['channel', 'group', 'all']) as level
),

by_grain_and_level as (
    select
        grains.period_grain,
        levels.level,
        coalesce(sum(mart.promises), 0) as promises,
        coalesce(sum(
            mart.met + mart.breached + mart.running + mart.withdrawn + mart.not_judged
        ), 0) as states
    from grains
    cross join levels
    left join mart
        on grains.period_grain = mart.period_grain and levels.level = mart.level
    group by grains.period_grain, levels.level
)

select
    by_grain_and_level.period_grain,
    by_grain_and_level.level,
    by_grain_and_level.promises,
    by_grain_and_level.states,
    promises.promises as promises_in_fact
from by_grain_and_level
cross join promises
where
    by_grain_and_level.promises <> promises.promises
    or by_grain_and_level.states <> promises.promises
