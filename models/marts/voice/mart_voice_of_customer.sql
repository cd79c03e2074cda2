with messages as {{ inlined() }} (
    select *
    from {{ ref('fct_messages') }}
    where exclusion_reason is null and sentiment_score is not null
),

contacts as {{ inlined() }} (
    select *
    from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

topics as (
    select distinct
        contact_key,
        topic
    from {{ ref('bridge_contact_topics') }}
    where exclusion_reason is null
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

-- A contact speaks through its strongest message; the key only settles who comes first of equals.
voices as (
    select
        contact_key,
        cast(sum(cast(sentiment_score as decimal(18, 6))) as double) / count(*) as mean_score,
        max({{ struct_of('voice', {
            'strength': 'abs(sentiment_score)', 'sent_at': 'sent_at',
            'message_key': 'message_key', 'message_id': 'message_id'
        }) }}) as strongest
    from messages
    group by contact_key
),

told as (
    select
        contacts.connection,
        topics.topic,
        {{ reporting_date('contacts.created_at', 'dates') }} as date_on,
        {{ sentiment_of('voices.mean_score', 'null') }} as sentiment,
        case
            when contacts.is_resolved and contacts.reopens > 0 then 'resolved_after_reopening'
            when contacts.is_resolved then 'resolved'
            when contacts.human_replies > 0 then 'answered'
            else 'unanswered'
        end as outcome,
        voices.strongest
    from topics
    inner join contacts on topics.contact_key = contacts.contact_key
    left join voices on topics.contact_key = voices.contact_key
    left join dates on cast(contacts.created_at as date) = dates.date_on
),

daily as (
    select
        connection,
        topic,
        sentiment,
        outcome,
        date_on,
        count(*) as contacts,
        {{ largest('strongest', 3) }} as strongest
    from told
    group by connection, topic, sentiment, outcome, date_on
),

rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        daily.connection,
        daily.topic,
        daily.sentiment,
        daily.outcome,
        grouping(daily.connection) = 1 as is_of_all_connections,
        any_value(periods.previous_period_start) as previous_period_start,
        cast(sum(daily.contacts) as bigint) as contacts,
        {{ joined('daily.strongest') }} as strongest
    from daily
    inner join periods on daily.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start, cube(daily.connection),
        daily.topic, daily.sentiment, daily.outcome
),

-- An id means something within its connection only.
figures as (
    select
        period_grain,
        period_start,
        previous_period_start,
        connection,
        topic,
        sentiment,
        outcome,
        contacts,
        contacts / sum(contacts) over (
            partition by period_grain, period_start, connection, topic
        ) as share_of_topic,
        case
            when not is_of_all_connections then {{ largest_of('strongest', 3) }}
        end as examples
    from rolled_up
)

select
    figures.period_grain,
    figures.period_start,
    figures.connection,
    figures.topic,
    figures.sentiment,
    figures.outcome,
    figures.contacts,
    figures.share_of_topic,
    previous.contacts as previous_contacts,
    ({{ element('figures.examples', 1) }}).message_id as example_message_id,
    ({{ element('figures.examples', 2) }}).message_id as second_example_message_id,
    ({{ element('figures.examples', 3) }}).message_id as third_example_message_id
from figures
left join figures as previous
    on
        figures.period_grain = previous.period_grain
        and figures.previous_period_start = previous.period_start
        and figures.connection is not distinct from previous.connection
        and figures.topic = previous.topic
        and figures.sentiment is not distinct from previous.sentiment
        and figures.outcome = previous.outcome
