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

dates as (
    select * from {{ dates_to_count() }}
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
    where {{ only_counted('cast(sent_at as date)', 'dates', 'date_on') }}
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
    inner join dates on cast(by_quarter.quarter_at as date) = dates.date_on
    {{ group_by_first(3) }}
),

counted_contacts as (
    select contacts.contact_key
    from contacts
    inner join dates on cast(contacts.created_at as date) = dates.date_on
),

-- In the dictionary's order of messages. Calls have no sentiment.
{%- set place = '(sent_at, ' ~ natural_order('message_id') ~ ')' %}
ends as (
    select
        contact_key,
        {{ arg_min('sentiment_score', place) }} as first_score,
        {{ arg_max('sentiment_score', place) }} as last_score
    from messages
    where
        sentiment_score is not null
        and {{ only_counted('contact_key', 'counted_contacts') }}
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
    inner join dates on cast(contacts.created_at as date) = dates.date_on
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
)

select
    connection,
    channel,
    date_on,
    cast(coalesce(sum(messages), 0) as bigint) as messages,
    cast(coalesce(sum(scored_messages), 0) as bigint) as scored_messages,
    cast(coalesce(sum(positive_messages), 0) as bigint) as positive_messages,
    cast(coalesce(sum(neutral_messages), 0) as bigint) as neutral_messages,
    cast(coalesce(sum(negative_messages), 0) as bigint) as negative_messages,
    cast(sum(sentiment_total) as decimal(38, 6)) as sentiment_total,
    cast(coalesce(sum(compared_contacts), 0) as bigint) as compared_contacts,
    cast(coalesce(sum(improved_contacts), 0) as bigint) as improved_contacts,
    cast(coalesce(sum(worsened_contacts), 0) as bigint) as worsened_contacts,
    cast(sum(first_total) as decimal(38, 6)) as first_total,
    cast(sum(last_total) as decimal(38, 6)) as last_total
from daily
group by connection, channel, date_on
