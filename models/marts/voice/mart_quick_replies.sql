with messages as {{ inlined() }} (
    select *
    from {{ ref('fct_messages') }}
    where exclusion_reason is null
),

channels as (
    select * from {{ ref('dim_channels') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

choices as (
    select
        connection,
        channel,
        sent_at,
        'quick_reply' as kind,
        quick_reply_id as item_id
    from messages
    where quick_reply_id is not null and sender_kind = 'customer'
    union all
    select
        connection,
        channel,
        sent_at,
        'macro' as kind,
        macro_id as item_id
    from messages
    where macro_id is not null and sender_kind = 'agent'
),

daily as (
    select
        choices.connection,
        choices.channel,
        choices.kind,
        choices.item_id,
        {{ reporting_date('choices.sent_at', 'dates') }} as date_on,
        count(*) as uses
    from choices
    left join dates on cast(choices.sent_at as date) = dates.date_on
    {{ group_by_first(5) }}
),

-- An id means something within its connection only, so connections are not added up.
rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        {{ level_of('channels.channel_group', 'daily.channel') }} as level,
        daily.connection,
        channels.channel_group,
        daily.channel,
        daily.kind,
        daily.item_id,
        any_value(periods.previous_period_start) as previous_period_start,
        cast(sum(daily.uses) as bigint) as uses
    from daily
    inner join channels on daily.channel = channels.channel
    inner join periods on daily.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start, daily.connection, daily.kind, daily.item_id,
        rollup(channels.channel_group, daily.channel)
)

select
    rolled_up.period_grain,
    rolled_up.period_start,
    rolled_up.level,
    rolled_up.connection,
    rolled_up.channel_group,
    rolled_up.channel,
    rolled_up.kind,
    rolled_up.item_id,
    rolled_up.uses,
    rolled_up.uses / sum(rolled_up.uses) over ranking as share,
    rank() over by_uses as place,
    previous.uses as previous_uses
from rolled_up
left join rolled_up as previous
    on
        rolled_up.period_grain = previous.period_grain
        and rolled_up.previous_period_start = previous.period_start
        and rolled_up.level = previous.level
        and rolled_up.connection = previous.connection
        and rolled_up.channel_group is not distinct from previous.channel_group
        and rolled_up.channel is not distinct from previous.channel
        and rolled_up.kind = previous.kind
        and rolled_up.item_id = previous.item_id
window
    ranking as (
        partition by
            rolled_up.period_grain, rolled_up.period_start, rolled_up.level, rolled_up.connection,
            rolled_up.channel_group, rolled_up.channel, rolled_up.kind
    ),
    by_uses as (
        partition by
            rolled_up.period_grain, rolled_up.period_start, rolled_up.level, rolled_up.connection,
            rolled_up.channel_group, rolled_up.channel, rolled_up.kind
        order by rolled_up.uses desc
    )
