{{ config(materialized='incremental', incremental_strategy='by_period') }}

with by_hour as (
    select * from {{ ref('mart_daily_inbox') }}
),

medians as (
    select * from {{ ref('mart_inbox_medians') }}
),

periods as (
    select * from {{ periods_to_count() }}
),

-- Each period as a whole, months and all time by the hour of the week too.
slots as (
    select slots.is_by_hour from (values (false), (true)) as slots (is_by_hour)
),

rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        any_value(periods.previous_period_start) as previous_period_start,
        by_hour.connection,
        by_hour.channel_group,
        by_hour.channel,
        slots.is_by_hour,
        case when slots.is_by_hour then by_hour.hour_of_week end as hour_of_week,
        cast(sum(by_hour.messages_received) as bigint) as messages_received,
        cast(sum(by_hour.messages_acted_on) as bigint) as messages_acted_on,
        cast(sum(by_hour.actions) as bigint) as actions,
        cast(sum(by_hour.replies) as bigint) as replies,
        cast(sum(by_hour.notes) as bigint) as notes,
        cast(sum(by_hour.assignments) as bigint) as assignments,
        cast(sum(by_hour.status_changes) as bigint) as status_changes,
        sum(by_hour.first_action_us) as first_action_us
    from by_hour
    inner join periods on by_hour.date_on = periods.date_on
    inner join slots on not slots.is_by_hour or periods.period_grain in ('month', 'all')
    group by
        periods.period_grain, periods.period_start, by_hour.connection, slots.is_by_hour,
        case when slots.is_by_hour then by_hour.hour_of_week end,
        rollup(by_hour.channel_group, by_hour.channel)
)

select
    rolled_up.period_grain,
    rolled_up.period_start,
    {{ level_of('rolled_up.channel_group', 'rolled_up.channel') }} as level,
    rolled_up.connection,
    rolled_up.channel_group,
    rolled_up.channel,
    {{ whole_quotient('rolled_up.hour_of_week', 24) }} + 1 as weekday,
    rolled_up.hour_of_week % 24 as hour_of_day,
    rolled_up.messages_received,
    rolled_up.messages_acted_on,
    rolled_up.actions,
    rolled_up.replies,
    rolled_up.notes,
    rolled_up.assignments,
    rolled_up.status_changes,
    cast(rolled_up.messages_acted_on as double) / rolled_up.messages_received as action_rate,
    cast(previous.messages_acted_on as double) / previous.messages_received
        as previous_action_rate,
    cast(rolled_up.actions as double) / rolled_up.messages_received as actions_per_message,
    cast(rolled_up.first_action_us as double) / nullif(rolled_up.messages_acted_on, 0) / 1000000
        as first_action_mean_seconds,
    medians.first_action_median_seconds
from rolled_up
left join rolled_up as previous
    on
        rolled_up.period_grain = previous.period_grain
        and rolled_up.previous_period_start = previous.period_start
        and rolled_up.connection = previous.connection
        and rolled_up.channel_group is not distinct from previous.channel_group
        and rolled_up.channel is not distinct from previous.channel
        and rolled_up.hour_of_week is not distinct from previous.hour_of_week
left join medians
    on
        rolled_up.period_grain = medians.period_grain
        and rolled_up.period_start = medians.period_start
        and rolled_up.connection = medians.connection
        and rolled_up.channel_group is not distinct from medians.channel_group
        and rolled_up.channel is not distinct from medians.channel
        and rolled_up.hour_of_week is not distinct from medians.hour_of_week
