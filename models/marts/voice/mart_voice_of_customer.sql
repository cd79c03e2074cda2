{{ config(materialized='incremental', incremental_strategy='by_period') }}

with daily as (
    select * from {{ ref('mart_daily_voices') }}
),

periods as (
    select * from {{ periods_to_count() }}
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
