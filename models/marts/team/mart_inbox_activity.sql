with messages as {{ inlined() }} (
    select * from {{ ref('fct_inbound_messages') }}
    where exclusion_reason is null
),

channels as (
    select * from {{ ref('dim_channels') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

-- No time zone since 1970 cuts a quarter of an hour, so that few instants need a local time.
utc_quarters as (
    select distinct {{ quarter_of('sent_at') }} as quarter_at
    from messages
),

quarters as (
    select
        quarter_at,
        {{ utc_to_local('quarter_at', reporting_time_zone()) }} as local_at
    from utc_quarters
),

received as {{ inlined() }} (
    select
        messages.connection,
        channels.channel_group,
        messages.channel,
        cast(quarters.local_at as date) as received_on,
        ({{ weekday_of('quarters.local_at') }} - 1) * 24
        + extract(hour from quarters.local_at) as hour_of_week,
        messages.replies,
        messages.notes,
        messages.assignments,
        messages.status_changes,
        messages.actions,
        {{ whole_microseconds('messages.first_action_seconds') }} as first_action_us
    from messages
    left join quarters on {{ quarter_of('messages.sent_at') }} = quarters.quarter_at
    left join channels on messages.channel = channels.channel
),

by_hour as (
    select
        connection,
        channel_group,
        channel,
        received_on,
        hour_of_week,
        count(*) as messages_received,
        count(first_action_us) as messages_acted_on,
        sum(actions) as actions,
        sum(replies) as replies,
        sum(notes) as notes,
        sum(assignments) as assignments,
        sum(status_changes) as status_changes,
        sum(first_action_us) as first_action_us
    from received
    group by connection, channel_group, channel, received_on, hour_of_week
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
    inner join periods on by_hour.received_on = periods.date_on
    inner join slots on not slots.is_by_hour or periods.period_grain in ('month', 'all')
    group by
        periods.period_grain, periods.period_start, by_hour.connection, slots.is_by_hour,
        case when slots.is_by_hour then by_hour.hour_of_week end,
        rollup(by_hour.channel_group, by_hour.channel)
),

-- Each value is kept in memory until its median is known: by the hour for all time only.
medians as (
    select
        periods.period_grain,
        periods.period_start,
        received.connection,
        received.channel_group,
        received.channel,
        case when slots.is_by_hour then received.hour_of_week end as hour_of_week,
        {{ percentile('received.first_action_us', 0.5) }} as first_action_us
    from received
    inner join periods on received.received_on = periods.date_on
    inner join slots on not slots.is_by_hour or periods.period_grain = 'all'
    where received.first_action_us is not null
    group by
        periods.period_grain, periods.period_start, received.connection, slots.is_by_hour,
        case when slots.is_by_hour then received.hour_of_week end,
        rollup(received.channel_group, received.channel)
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
    medians.first_action_us / 1000000 as first_action_median_seconds
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
