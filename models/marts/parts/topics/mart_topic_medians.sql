{{ config(materialized='incremental', incremental_strategy='by_period') }}

with contacts as (
    select
        contact_key,
        connection,
        created_at,
        resolved_at,
        case
            when not is_outbound and not is_truncated
                then {{ whole_microseconds('first_reply_seconds') }}
        end as first_reply_us,
        case
            when resolved_at is not null then {{ whole_microseconds('full_resolution_seconds') }}
        end as full_resolution_us
    from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

dates as (
    select * from {{ dates_to_count('month') }}
),

periods as (
    select * from {{ periods_to_count() }}
    where period_grain in ('month', 'all')
),

all_time as (
    select distinct
        period_grain,
        period_start
    from periods
    where period_grain = 'all'
),

-- A median keeps every value in memory: months and all time only.
waits as (
    select
        contacts.contact_key,
        contacts.connection,
        periods.period_grain,
        periods.period_start,
        contacts.first_reply_us,
        cast(null as bigint) as full_resolution_us
    from contacts
    inner join dates on {{ on_date_to_count('contacts.created_at') }}
    inner join periods on {{ reporting_date('contacts.created_at', 'dates') }} = periods.date_on
    where contacts.first_reply_us is not null and periods.period_grain = 'month'
    union all
    select
        contacts.contact_key,
        contacts.connection,
        periods.period_grain,
        periods.period_start,
        cast(null as bigint) as first_reply_us,
        contacts.full_resolution_us
    from contacts
    inner join dates on {{ on_date_to_count('contacts.resolved_at') }}
    inner join periods on {{ reporting_date('contacts.resolved_at', 'dates') }} = periods.date_on
    where contacts.full_resolution_us is not null and periods.period_grain = 'month'
    union all
    select
        contacts.contact_key,
        contacts.connection,
        all_time.period_grain,
        all_time.period_start,
        contacts.first_reply_us,
        contacts.full_resolution_us
    from contacts
    cross join all_time
    where coalesce(contacts.first_reply_us, contacts.full_resolution_us) is not null
),

topics as (
    select * from {{ ref('bridge_contact_topics') }}
    where exclusion_reason is null
),

distinct_topics as (
    select distinct
        contact_key,
        topic,
        lifecycle_stage
    from topics
),

-- With one connection the figures over all connections are that connection's: they are copied below
-- instead of being computed again.
connections as (
    select count(distinct connection) as connections
    from contacts
),

scopes as (
    select scopes.is_one_connection
    from (values (true), (false)) as scopes (is_one_connection)
    where
        scopes.is_one_connection
        or (select connections.connections > 1 from connections)
),

-- A contact counts once in each topic, in each subtopic, and in each topic by its lifecycle stage.
-- Waits are joined with topics before levels are told apart: that looks up half as many rows.
of_topics as {{ inlined() }} (
    select
        waits.*,
        distinct_topics.topic,
        distinct_topics.lifecycle_stage
    from waits
    inner join distinct_topics on waits.contact_key = distinct_topics.contact_key
),

leveled as {{ inlined() }} (
    select
        of_topics.period_grain,
        of_topics.period_start,
        of_topics.connection,
        of_topics.topic,
        cast(null as {{ type_text() }}) as subtopic,
        case when levels.is_by_stage then of_topics.lifecycle_stage end as lifecycle_stage,
        of_topics.first_reply_us,
        of_topics.full_resolution_us
    from of_topics
    inner join (values (false), (true)) as levels (is_by_stage)
        on not levels.is_by_stage or of_topics.lifecycle_stage is not null
    union all
    select
        waits.period_grain,
        waits.period_start,
        waits.connection,
        topics.topic,
        topics.subtopic,
        cast(null as {{ type_text() }}) as lifecycle_stage,
        waits.first_reply_us,
        waits.full_resolution_us
    from waits
    inner join topics on waits.contact_key = topics.contact_key
    where topics.subtopic is not null
),

medians as (
    select
        leveled.period_grain,
        leveled.period_start,
        case when scopes.is_one_connection then leveled.connection end as connection,
        leveled.topic,
        leveled.subtopic,
        leveled.lifecycle_stage,
        {{ percentile('leveled.first_reply_us', 0.5) }} / 1000000 as first_reply_median_seconds,
        {{ percentile('leveled.full_resolution_us', 0.5) }} / 1000000
            as full_resolution_median_seconds
    from leveled
    cross join scopes
    {{ group_by_first(6) }}
)

select * from medians
union all
select
    period_grain,
    period_start,
    cast(null as {{ type_text() }}) as connection,
    topic,
    subtopic,
    lifecycle_stage,
    first_reply_median_seconds,
    full_resolution_median_seconds
from medians
where (select connections.connections = 1 from connections)
