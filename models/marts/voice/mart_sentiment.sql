with messages as {{ inlined() }} (
    select *
    from {{ ref('fct_messages') }}
    where exclusion_reason is null and sentiment is not null
),

contacts as {{ inlined() }} (
    select *
    from {{ ref('fct_contacts') }}
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

-- Counted by quarter of an hour first, which no time zone cuts: fewer rows meet the dates. Decimals
-- add up to the same in any order.
by_quarter as (
    select
        connection,
        channel,
        {{ quarter_of('sent_at') }} as quarter_at,
        count(*) as messages,
        count(sentiment_score) as scored_messages,
        count(*) filter (where sentiment = 'positive') as positive_messages,
        count(*) filter (where sentiment = 'neutral') as neutral_messages,
        count(*) filter (where sentiment = 'negative') as negative_messages,
        sum(cast(sentiment_score as decimal(18, 6))) as sentiment_total
    from messages
    group by connection, channel, {{ quarter_of('sent_at') }}
),

daily_messages as (
    select
        by_quarter.connection,
        by_quarter.channel,
        {{ reporting_date('by_quarter.quarter_at', 'dates') }} as date_on,
        sum(by_quarter.messages) as messages,
        sum(by_quarter.scored_messages) as scored_messages,
        sum(by_quarter.positive_messages) as positive_messages,
        sum(by_quarter.neutral_messages) as neutral_messages,
        sum(by_quarter.negative_messages) as negative_messages,
        sum(by_quarter.sentiment_total) as sentiment_total
    from by_quarter
    left join dates on cast(by_quarter.quarter_at as date) = dates.date_on
    {{ group_by_first(3) }}
),

-- In the dictionary's order of messages. Calls have no sentiment.
{%- set place = '(sent_at, ' ~ natural_order('message_id') ~ ')' %}
ends as (
    select
        contact_key,
        {{ arg_min('sentiment_score', place) }} as first_score,
        {{ arg_max('sentiment_score', place) }} as last_score
    from messages
    where sentiment_score is not null
    group by contact_key
    having count(*) >= 2
),

daily_contacts as (
    select
        contacts.connection,
        contacts.channel,
        {{ reporting_date('contacts.created_at', 'dates') }} as date_on,
        count(*) as compared_contacts,
        count(*) filter (where ends.last_score > ends.first_score) as improved_contacts,
        count(*) filter (where ends.last_score < ends.first_score) as worsened_contacts,
        sum(cast(ends.first_score as decimal(18, 6))) as first_total,
        sum(cast(ends.last_score as decimal(18, 6))) as last_total
    from ends
    inner join contacts on ends.contact_key = contacts.contact_key
    left join dates on cast(contacts.created_at as date) = dates.date_on
    {{ group_by_first(3) }}
),

daily as (
    {{ union_by_name({
        'daily_messages': [
            'connection', 'channel', 'date_on', 'messages', 'scored_messages',
            'positive_messages', 'neutral_messages', 'negative_messages', 'sentiment_total'
        ],
        'daily_contacts': [
            'connection', 'channel', 'date_on', 'compared_contacts', 'improved_contacts',
            'worsened_contacts', 'first_total', 'last_total'
        ]
    }) }}
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
