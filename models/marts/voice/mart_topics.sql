{{ config(materialized='incremental', incremental_strategy='by_period') }}

with daily as (
    select * from {{ ref('mart_daily_topics') }}
),

daily_contacts as (
    select * from {{ ref('mart_daily_contacts') }}
),

medians as (
    select * from {{ ref('mart_topic_medians') }}
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
        daily.subtopic,
        daily.lifecycle_stage,
        any_value(periods.previous_period_start) as previous_period_start,
        coalesce(sum(daily.contacts), 0) as contacts,
        sum(daily.answered_contacts) as answered_contacts,
        sum(daily.contacts_with_status) as contacts_with_status,
        sum(daily.closed_contacts) as closed_contacts,
        sum(daily.contacts_with_fcr_gross) as contacts_with_fcr_gross,
        sum(daily.fcr_gross_contacts) as fcr_gross_contacts,
        sum(daily.first_replies) as first_replies,
        sum(daily.first_reply_us) as first_reply_us,
        sum(daily.full_resolutions) as full_resolutions,
        sum(daily.full_resolution_us) as full_resolution_us,
        coalesce(sum(daily.rated_contacts), 0) as rated_contacts,
        sum(daily.satisfied_contacts) as satisfied_contacts
    from daily
    inner join periods on daily.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start, cube(daily.connection),
        daily.topic, daily.subtopic, daily.lifecycle_stage
),

everyone as (
    select
        periods.period_grain,
        periods.period_start,
        daily_contacts.connection,
        sum(daily_contacts.contacts) as contacts
    from daily_contacts
    inner join periods on daily_contacts.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, cube(daily_contacts.connection)
)

select
    figures.period_grain,
    figures.period_start,
    case
        when figures.subtopic is not null then 'subtopic'
        when figures.lifecycle_stage is not null then 'lifecycle_stage'
        else 'topic'
    end as level,
    figures.connection,
    figures.topic,
    figures.subtopic,
    figures.lifecycle_stage,
    cast(figures.contacts as bigint) as contacts,
    figures.contacts / everyone.contacts as share_of_contacts,
    cast(previous.contacts as bigint) as previous_contacts,
    figures.answered_contacts / nullif(figures.contacts, 0) as answered_share,
    figures.closed_contacts / nullif(figures.contacts_with_status, 0) as closed_share,
    figures.fcr_gross_contacts / nullif(figures.contacts_with_fcr_gross, 0) as fcr_gross,
    cast(figures.first_replies as bigint) as first_replies,
    cast(figures.first_reply_us as double) / nullif(figures.first_replies, 0) / 1000000
        as first_reply_mean_seconds,
    medians.first_reply_median_seconds,
    cast(figures.full_resolutions as bigint) as full_resolutions,
    cast(figures.full_resolution_us as double) / nullif(figures.full_resolutions, 0) / 1000000
        as full_resolution_mean_seconds,
    medians.full_resolution_median_seconds,
    cast(figures.rated_contacts as bigint) as rated_contacts,
    figures.satisfied_contacts / nullif(figures.rated_contacts, 0) as csat
from rolled_up as figures
left join everyone
    on
        figures.period_grain = everyone.period_grain
        and figures.period_start = everyone.period_start
        and figures.connection is not distinct from everyone.connection
left join medians
    on
        figures.period_grain = medians.period_grain
        and figures.period_start = medians.period_start
        and figures.connection is not distinct from medians.connection
        and figures.topic = medians.topic
        and figures.subtopic is not distinct from medians.subtopic
        and figures.lifecycle_stage is not distinct from medians.lifecycle_stage
left join rolled_up as previous
    on
        figures.period_grain = previous.period_grain
        and figures.previous_period_start = previous.period_start
        and figures.connection is not distinct from previous.connection
        and figures.topic = previous.topic
        and figures.subtopic is not distinct from previous.subtopic
        and figures.lifecycle_stage is not distinct from previous.lifecycle_stage
