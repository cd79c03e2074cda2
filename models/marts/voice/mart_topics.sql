{%- set place = [
    'level', 'topic', 'subtopic', 'lifecycle_stage', 'connection', 'date_on'
] -%}

with contacts as {{ inlined() }} (
    select *
    from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

topics as (
    select *
    from {{ ref('bridge_contact_topics') }}
    where exclusion_reason is null
),

surveys as {{ inlined() }} (
    select
        contact_key,
        connection,
        is_satisfied,
        coalesce(responded_at, offered_at) as rated_at
    from {{ ref('fct_surveys') }}
    where exclusion_reason is null and is_latest and is_satisfied is not null
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

-- A contact counts once in each row, however many of its tags and rules lead there.
placed as (
    select distinct
        'topic' as level,
        contact_key,
        topic,
        cast(null as {{ type_text() }}) as subtopic,
        cast(null as {{ type_text() }}) as lifecycle_stage
    from topics
    union all
    select distinct
        'subtopic' as level,
        contact_key,
        topic,
        subtopic,
        cast(null as {{ type_text() }}) as lifecycle_stage
    from topics
    where subtopic is not null
    union all
    select distinct
        'lifecycle_stage' as level,
        contact_key,
        topic,
        cast(null as {{ type_text() }}) as subtopic,
        lifecycle_stage
    from topics
    where lifecycle_stage is not null
),

-- Each figure by its own date: creation, resolution, response.
created as (
    select
        placed.level,
        placed.topic,
        placed.subtopic,
        placed.lifecycle_stage,
        contacts.connection,
        {{ reporting_date('contacts.created_at', 'dates') }} as date_on,
        1 as contacts,
        cast(contacts.human_replies > 0 as integer) as answered_contacts,
        cast(contacts.is_resolved is not null as integer) as contacts_with_status,
        cast(contacts.is_resolved as integer) as closed_contacts,
        cast(contacts.is_fcr_gross is not null as integer) as contacts_with_fcr_gross,
        cast(contacts.is_fcr_gross as integer) as fcr_gross_contacts,
        case
            when not contacts.is_outbound and not contacts.is_truncated
                then {{ whole_microseconds('contacts.first_reply_seconds') }}
        end as first_reply_us
    from placed
    inner join contacts on placed.contact_key = contacts.contact_key
    left join dates on cast(contacts.created_at as date) = dates.date_on
),

resolved as (
    select
        placed.level,
        placed.topic,
        placed.subtopic,
        placed.lifecycle_stage,
        contacts.connection,
        {{ reporting_date('contacts.resolved_at', 'dates') }} as date_on,
        {{ whole_microseconds('contacts.full_resolution_seconds') }} as full_resolution_us
    from placed
    inner join contacts on placed.contact_key = contacts.contact_key
    left join dates on cast(contacts.resolved_at as date) = dates.date_on
    where contacts.full_resolution_seconds is not null
),

rated as (
    select
        placed.level,
        placed.topic,
        placed.subtopic,
        placed.lifecycle_stage,
        surveys.connection,
        {{ reporting_date('surveys.rated_at', 'dates') }} as date_on,
        1 as rated_contacts,
        cast(surveys.is_satisfied as integer) as satisfied_contacts
    from placed
    inner join surveys on placed.contact_key = surveys.contact_key
    left join dates on cast(surveys.rated_at as date) = dates.date_on
),

events as (
    {{ union_by_name({
        'created': place + [
            'contacts', 'answered_contacts', 'contacts_with_status', 'closed_contacts',
            'contacts_with_fcr_gross', 'fcr_gross_contacts', 'first_reply_us'
        ],
        'resolved': place + ['full_resolution_us'],
        'rated': place + ['rated_contacts', 'satisfied_contacts']
    }) }}
),

daily as (
    select
        level,
        connection,
        topic,
        subtopic,
        lifecycle_stage,
        date_on,
        sum(contacts) as contacts,
        sum(answered_contacts) as answered_contacts,
        sum(contacts_with_status) as contacts_with_status,
        sum(closed_contacts) as closed_contacts,
        sum(contacts_with_fcr_gross) as contacts_with_fcr_gross,
        sum(fcr_gross_contacts) as fcr_gross_contacts,
        count(first_reply_us) as first_replies,
        sum(first_reply_us) as first_reply_us,
        count(full_resolution_us) as full_resolutions,
        sum(full_resolution_us) as full_resolution_us,
        sum(rated_contacts) as rated_contacts,
        sum(satisfied_contacts) as satisfied_contacts
    from events
    {{ group_by_first(6) }}
),

rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        daily.level,
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
        daily.level, daily.topic, daily.subtopic, daily.lifecycle_stage
),

medians as (
    select
        periods.period_grain,
        periods.period_start,
        events.level,
        events.connection,
        events.topic,
        events.subtopic,
        events.lifecycle_stage,
        {{ percentile('events.first_reply_us', 0.5) }} as first_reply_us,
        {{ percentile('events.full_resolution_us', 0.5) }} as full_resolution_us
    from events
    inner join periods on events.date_on = periods.date_on
    where
        periods.period_grain in ('month', 'all')
        and coalesce(events.first_reply_us, events.full_resolution_us) is not null
    group by
        periods.period_grain, periods.period_start, cube(events.connection),
        events.level, events.topic, events.subtopic, events.lifecycle_stage
),

everyone as (
    select
        periods.period_grain,
        periods.period_start,
        daily_contacts.connection,
        sum(daily_contacts.contacts) as contacts
    from (
        select
            contacts.connection,
            {{ reporting_date('contacts.created_at', 'dates') }} as date_on,
            count(*) as contacts
        from contacts
        left join dates on cast(contacts.created_at as date) = dates.date_on
        {{ group_by_first(2) }}
    ) as daily_contacts
    inner join periods on daily_contacts.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, cube(daily_contacts.connection)
)

select
    figures.period_grain,
    figures.period_start,
    figures.level,
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
    figures.first_reply_us / nullif(figures.first_replies, 0) / 1000000
        as first_reply_mean_seconds,
    medians.first_reply_us / 1000000 as first_reply_median_seconds,
    cast(figures.full_resolutions as bigint) as full_resolutions,
    figures.full_resolution_us / nullif(figures.full_resolutions, 0) / 1000000
        as full_resolution_mean_seconds,
    medians.full_resolution_us / 1000000 as full_resolution_median_seconds,
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
        and figures.level = medians.level
        and figures.connection is not distinct from medians.connection
        and figures.topic = medians.topic
        and figures.subtopic is not distinct from medians.subtopic
        and figures.lifecycle_stage is not distinct from medians.lifecycle_stage
left join rolled_up as previous
    on
        figures.period_grain = previous.period_grain
        and figures.previous_period_start = previous.period_start
        and figures.level = previous.level
        and figures.connection is not distinct from previous.connection
        and figures.topic = previous.topic
        and figures.subtopic is not distinct from previous.subtopic
        and figures.lifecycle_stage is not distinct from previous.lifecycle_stage
