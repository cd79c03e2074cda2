{{ config(materialized='incremental', incremental_strategy='by_period') }}

with by_day as (
    select * from {{ ref('mart_daily_promises') }}
),

periods as (
    select * from {{ periods_to_count() }}
),

rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        any_value(periods.previous_period_start) as previous_period_start,
        by_day.connection,
        by_day.policy_id,
        by_day.metric,
        by_day.clock,
        by_day.priority,
        by_day.channel_group,
        by_day.channel,
        {{ arg_max('by_day.target_seconds', 'by_day.date_on') }} as target_seconds,
        cast(sum(by_day.promises) as bigint) as promises,
        cast(sum(by_day.met) as bigint) as met,
        cast(sum(by_day.breached) as bigint) as breached,
        cast(sum(by_day.breached_unfulfilled) as bigint) as breached_unfulfilled,
        cast(sum(by_day.running) as bigint) as running,
        cast(sum(by_day.withdrawn) as bigint) as withdrawn,
        cast(sum(by_day.not_judged) as bigint) as not_judged,
        min(by_day.next_due_at) as next_due_at
    from by_day
    inner join periods on by_day.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start,
        by_day.connection, by_day.policy_id, by_day.metric, by_day.clock, by_day.priority,
        rollup(by_day.channel_group, by_day.channel)
),

shared as (
    select
        *,
        {{ level_of('channel_group', 'channel') }} as level,
        cast(met as double) / nullif(met + breached, 0) as attainment
    from rolled_up
)

select
    shared.period_grain,
    shared.period_start,
    shared.level,
    shared.connection,
    shared.channel_group,
    shared.channel,
    shared.policy_id,
    shared.metric,
    shared.clock,
    shared.priority,
    shared.target_seconds,
    shared.promises,
    shared.met,
    shared.breached,
    shared.breached_unfulfilled,
    shared.running,
    shared.withdrawn,
    shared.not_judged,
    shared.attainment,
    previous.attainment as previous_attainment,
    shared.next_due_at
from shared
left join shared as previous
    on
        shared.period_grain = previous.period_grain
        and shared.previous_period_start = previous.period_start
        and shared.level = previous.level
        and shared.connection = previous.connection
        and shared.policy_id = previous.policy_id
        and shared.metric = previous.metric
        and shared.clock = previous.clock
        and shared.priority is not distinct from previous.priority
        and shared.channel_group is not distinct from previous.channel_group
        and shared.channel is not distinct from previous.channel
