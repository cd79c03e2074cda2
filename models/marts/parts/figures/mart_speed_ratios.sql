with first_replies as (
    select * from {{ ref('mart_channel_durations') }}
    where metric_id = 'first_reply' and level = 'group' and total_microseconds > 0
),

-- What a group is set against: every other group, and chat and phone taken together.
rivals as (
    select
        period_grain,
        period_start,
        connection,
        clock,
        channel_group as compared_with,
        {{ list_of(['channel_group']) }} as channel_groups,
        samples,
        total_microseconds,
        total_squared_milliseconds
    from first_replies
    union all
    select
        period_grain,
        period_start,
        connection,
        clock,
        'chat_or_phone' as compared_with,
        {{ list_of(["'chat'", "'phone'"]) }} as channel_groups,
        sum(samples) as samples,
        sum(total_microseconds) as total_microseconds,
        sum(total_squared_milliseconds) as total_squared_milliseconds
    from first_replies
    where channel_group in ('chat', 'phone')
    group by period_grain, period_start, connection, clock
),

compared as (
    select
        own.period_grain,
        own.period_start,
        own.connection,
        own.channel_group,
        own.clock,
        rivals.compared_with,
        own.samples,
        own.total_microseconds,
        own.total_squared_milliseconds,
        cast(rivals.samples as bigint) as compared_samples,
        rivals.total_microseconds as compared_total_microseconds,
        rivals.total_squared_milliseconds as compared_total_squared_milliseconds,
        cast(own.total_microseconds as double) / own.samples / 1000000 as mean_seconds,
        cast(rivals.total_microseconds as double) / rivals.samples / 1000000
            as compared_mean_seconds,
        (cast(own.total_microseconds as double) / own.samples)
        / (cast(rivals.total_microseconds as double) / rivals.samples) as ratio
    from first_replies as own
    inner join rivals
        on
            own.period_grain = rivals.period_grain
            and own.period_start = rivals.period_start
            and own.connection is not distinct from rivals.connection
            and own.clock = rivals.clock
            and not {{ is_listed('own.channel_group', 'rivals.channel_groups') }}
)

select
    period_grain,
    period_start,
    connection,
    channel_group,
    clock,
    compared_with,
    samples,
    compared_samples,
    mean_seconds,
    compared_mean_seconds,
    ratio,
    sqrt(
        {{ squared_error_of_mean(
            'samples', '(' ~ whole_quotient('total_microseconds', 1000) ~ ')',
            'total_squared_milliseconds'
        ) }} / (mean_seconds * mean_seconds * 1000000)
        + {{ squared_error_of_mean(
            'compared_samples',
            '(' ~ whole_quotient('compared_total_microseconds', 1000) ~ ')',
            'compared_total_squared_milliseconds'
        ) }} / (compared_mean_seconds * compared_mean_seconds * 1000000)
    ) as error_of_logarithm
from compared
