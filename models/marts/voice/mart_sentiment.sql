{{ config(materialized='incremental', incremental_strategy='by_period') }}

with daily as (
    select * from {{ ref('mart_daily_sentiment') }}
),

channels as (
    select * from {{ ref('dim_channels') }}
),

periods as (
    select * from {{ periods_to_count() }}
),

rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        daily.connection,
        channels.channel_group,
        daily.channel,
        any_value(periods.previous_period_start) as previous_period_start,
        cast(coalesce(sum(daily.messages), 0) as bigint) as messages,
        cast(coalesce(sum(daily.scored_messages), 0) as bigint) as scored_messages,
        cast(coalesce(sum(daily.positive_messages), 0) as bigint) as positive_messages,
        cast(coalesce(sum(daily.neutral_messages), 0) as bigint) as neutral_messages,
        cast(coalesce(sum(daily.negative_messages), 0) as bigint) as negative_messages,
        cast(coalesce(sum(daily.compared_contacts), 0) as bigint) as compared_contacts,
        cast(coalesce(sum(daily.improved_contacts), 0) as bigint) as improved_contacts,
        cast(coalesce(sum(daily.worsened_contacts), 0) as bigint) as worsened_contacts,
        cast(sum(daily.sentiment_total) as double) as sentiment_total,
        cast(sum(daily.first_total) as double) as first_total,
        cast(sum(daily.last_total) as double) as last_total,
        cast(sum(daily.last_total) - sum(daily.first_total) as double) as change_total
    from daily
    inner join channels on daily.channel = channels.channel
    inner join periods on daily.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start,
        cube(daily.connection), rollup(channels.channel_group, daily.channel)
),

figures as (
    select
        period_grain,
        period_start,
        previous_period_start,
        {{ level_of('channel_group', 'channel') }} as level,
        connection,
        channel_group,
        channel,
        messages,
        scored_messages,
        messages - scored_messages as unsupported_messages,
        positive_messages,
        neutral_messages,
        negative_messages,
        positive_messages / nullif(scored_messages, 0) as positive_share,
        neutral_messages / nullif(scored_messages, 0) as neutral_share,
        negative_messages / nullif(scored_messages, 0) as negative_share,
        sentiment_total / nullif(scored_messages, 0) as mean_sentiment,
        compared_contacts,
        improved_contacts,
        worsened_contacts,
        first_total / nullif(compared_contacts, 0) as mean_first_sentiment,
        last_total / nullif(compared_contacts, 0) as mean_last_sentiment,
        change_total / nullif(compared_contacts, 0) as mean_sentiment_change
    from rolled_up
)

select
    figures.period_grain,
    figures.period_start,
    figures.level,
    figures.connection,
    figures.channel_group,
    figures.channel,
    figures.messages,
    figures.scored_messages,
    figures.unsupported_messages,
    figures.positive_messages,
    figures.neutral_messages,
    figures.negative_messages,
    figures.positive_share,
    figures.neutral_share,
    figures.negative_share,
    figures.mean_sentiment,
    figures.compared_contacts,
    figures.improved_contacts,
    figures.worsened_contacts,
    figures.mean_first_sentiment,
    figures.mean_last_sentiment,
    figures.mean_sentiment_change,
    previous.mean_sentiment as previous_mean_sentiment
from figures
left join figures as previous
    on
        figures.period_grain = previous.period_grain
        and figures.previous_period_start = previous.period_start
        and figures.level = previous.level
        and figures.connection is not distinct from previous.connection
        and figures.channel_group is not distinct from previous.channel_group
        and figures.channel is not distinct from previous.channel
