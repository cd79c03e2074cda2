{{ config(materialized='incremental', incremental_strategy='by_period') }}

with daily_durations as (
    select * from {{ ref('mart_daily_durations') }}
),

daily_durations_within as (
    select * from {{ ref('mart_daily_durations_within') }}
),

percentiles as (
    select * from {{ ref('mart_percentiles_day') }}
    union all
    select * from {{ ref('mart_percentiles_week') }}
    union all
    select * from {{ ref('mart_percentiles_month') }}
    union all
    select * from {{ ref('mart_percentiles_all') }}
),

periods as (
    select * from {{ periods_to_count() }}
),

daily as (
    {{ union_by_name({
        'daily_durations': 'mart_daily_durations',
        'daily_durations_within': 'mart_daily_durations_within'
    }) }}
),

by_channel as (
    select
        periods.period_grain,
        periods.period_start,
        daily.connection,
        daily.channel_group,
        daily.channel,
        daily.metric_id,
        daily.clock,
        sum(daily.samples) as samples,
        sum(daily.total_microseconds) as total_microseconds,
        sum(daily.total_squared_milliseconds) as total_squared_milliseconds,
        min(daily.fastest_microseconds) as fastest_microseconds,
        max(daily.slowest_microseconds) as slowest_microseconds,
        sum(daily.cohort_15min) as cohort_15min,
        sum(daily.within_15min) as within_15min,
        sum(daily.cohort_1h) as cohort_1h,
        sum(daily.within_1h) as within_1h,
        sum(daily.cohort_4h) as cohort_4h,
        sum(daily.within_4h) as within_4h,
        sum(daily.cohort_24h) as cohort_24h,
        sum(daily.within_24h) as within_24h,
        sum(daily.cohort_48h) as cohort_48h,
        sum(daily.within_48h) as within_48h
    from daily
    inner join periods on daily.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start, daily.connection, daily.channel_group,
        daily.channel, daily.metric_id, daily.clock
),

rolled_up as (
    select
        period_grain,
        period_start,
        connection,
        channel_group,
        channel,
        metric_id,
        clock,
        cast(coalesce(sum(samples), 0) as bigint) as samples,
        sum(total_microseconds) as total_microseconds,
        sum(total_squared_milliseconds) as total_squared_milliseconds,
        min(fastest_microseconds) as fastest_microseconds,
        max(slowest_microseconds) as slowest_microseconds,
        cast(coalesce(sum(cohort_15min), 0) as bigint) as cohort_15min,
        cast(coalesce(sum(within_15min), 0) as bigint) as within_15min,
        cast(coalesce(sum(cohort_1h), 0) as bigint) as cohort_1h,
        cast(coalesce(sum(within_1h), 0) as bigint) as within_1h,
        cast(coalesce(sum(cohort_4h), 0) as bigint) as cohort_4h,
        cast(coalesce(sum(within_4h), 0) as bigint) as within_4h,
        cast(coalesce(sum(cohort_24h), 0) as bigint) as cohort_24h,
        cast(coalesce(sum(within_24h), 0) as bigint) as within_24h,
        cast(coalesce(sum(cohort_48h), 0) as bigint) as cohort_48h,
        cast(coalesce(sum(within_48h), 0) as bigint) as within_48h
    from by_channel
    group by
        period_grain, period_start, metric_id, clock,
        cube(connection), rollup(channel_group, channel)
)

select
    rolled_up.period_grain,
    rolled_up.period_start,
    {{ level_of('rolled_up.channel_group', 'rolled_up.channel') }} as level,
    rolled_up.connection,
    rolled_up.channel_group,
    rolled_up.channel,
    rolled_up.metric_id,
    rolled_up.clock,
    rolled_up.samples,
    rolled_up.total_microseconds,
    rolled_up.total_squared_milliseconds,
    cast(rolled_up.total_microseconds as double) / rolled_up.samples / 1000000 as mean_seconds,
    percentiles.median_seconds,
    percentiles.p90_seconds,
    rolled_up.fastest_microseconds / 1000000 as fastest_seconds,
    rolled_up.slowest_microseconds / 1000000 as slowest_seconds,
    rolled_up.cohort_15min,
    rolled_up.within_15min,
    rolled_up.cohort_1h,
    rolled_up.within_1h,
    rolled_up.cohort_4h,
    rolled_up.within_4h,
    rolled_up.cohort_24h,
    rolled_up.within_24h,
    rolled_up.cohort_48h,
    rolled_up.within_48h
from rolled_up
left join percentiles
    on
        rolled_up.period_grain = percentiles.period_grain
        and rolled_up.period_start = percentiles.period_start
        and rolled_up.connection is not distinct from percentiles.connection
        and rolled_up.channel_group is not distinct from percentiles.channel_group
        and rolled_up.channel is not distinct from percentiles.channel
        and rolled_up.metric_id = percentiles.metric_id
        and rolled_up.clock = percentiles.clock
