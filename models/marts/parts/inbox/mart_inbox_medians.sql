-- Each value is kept in memory until its median is known: by the hour for all time only.
{{ config(materialized='incremental', incremental_strategy='by_period') }}

with messages as {{ inlined() }} (
    select * from {{ ref('mart_inbox_messages') }}
    where first_action_us is not null
),

quarters as (
    select
        quarter_at,
        {{ utc_to_local('quarter_at', reporting_time_zone()) }} as local_at
    from (select distinct quarter_at from messages) as utc_quarters
),

acted_on as (
    select
        messages.*,
        cast(quarters.local_at as date) as date_on,
        ({{ weekday_of('quarters.local_at') }} - 1) * 24
        + extract(hour from quarters.local_at) as hour_of_week
    from messages
    inner join quarters on messages.quarter_at = quarters.quarter_at
),

periods as (
    select * from {{ periods_to_count() }}
),

slots as (
    select slots.is_by_hour from (values (false), (true)) as slots (is_by_hour)
)

select
    periods.period_grain,
    periods.period_start,
    acted_on.connection,
    acted_on.channel_group,
    acted_on.channel,
    case when slots.is_by_hour then acted_on.hour_of_week end as hour_of_week,
    {{ percentile('acted_on.first_action_us', 0.5) }} / 1000000 as first_action_median_seconds
from acted_on
inner join periods on acted_on.date_on = periods.date_on
inner join slots on not slots.is_by_hour or periods.period_grain = 'all'
group by
    periods.period_grain, periods.period_start, acted_on.connection, slots.is_by_hour,
    case when slots.is_by_hour then acted_on.hour_of_week end,
    rollup(acted_on.channel_group, acted_on.channel)
