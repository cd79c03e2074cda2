{%- set families = duration_families() -%}
{%- set times = within_times() -%}

with fct_contacts as {{ inlined() }} (
    select *
    from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

fct_turns as {{ inlined() }} (
    select *
    from {{ ref('fct_turns') }}
    where exclusion_reason is null
),

channels as (
    select * from {{ ref('dim_channels') }}
),

dates as (
    select * from {{ dates_to_count() }}
),

{% for family in families %}
    -- times_passed: how many of the times lie between the start and as_of, so that a row enters the
    -- cohorts of those and of no longer one.
    {{ family.name }} as (
        select
            fact.connection,
            fact.channel,
            {{ reporting_date('fact.' ~ family.started_at, 'dates') }} as date_on,
            {{ times_passed('fact.' ~ family.started_at, times) }} as times_passed,
            {{ cohort_columns(family.durations) }}
        from {{ family.fact }} as fact
        inner join dates on {{ on_date_to_count('fact.' ~ family.started_at) }}
    ),

    {{ family.name }}_by_day as (
        select
            connection,
            channel,
            date_on,
            times_passed,
            {{ each(list_of([daily_cohorts(family.durations, times)])) }} as measured
        from {{ family.name }}
        where times_passed > 0
        group by connection, channel, date_on, times_passed
    ),
{% endfor %}

measured_by_day as (
    {% for family in families %}
        select * from {{ family.name }}_by_day
        {{ "union all" if not loop.last }}
    {% endfor %}
),

measures as (
    select
        connection,
        channel,
        date_on,
        times_passed,
        (measured).metric_id as metric_id,
        (measured).clock as clock,
        (measured).cohort as cohort,
        (measured).within_15min as within_15min,
        (measured).within_1h as within_1h,
        (measured).within_4h as within_4h,
        (measured).within_24h as within_24h,
        (measured).within_48h as within_48h
    from measured_by_day
)

select
    measures.connection,
    channels.channel_group,
    measures.channel,
    measures.date_on,
    measures.metric_id,
    measures.clock,
    {{ passed('measures.cohort', 1) }} as cohort_15min,
    {{ passed('measures.within_15min', 1) }} as within_15min,
    {{ passed('measures.cohort', 2) }} as cohort_1h,
    {{ passed('measures.within_1h', 2) }} as within_1h,
    {{ passed('measures.cohort', 3) }} as cohort_4h,
    {{ passed('measures.within_4h', 3) }} as within_4h,
    {{ passed('measures.cohort', 4) }} as cohort_24h,
    {{ passed('measures.within_24h', 4) }} as within_24h,
    {{ passed('measures.cohort', 5) }} as cohort_48h,
    {{ passed('measures.within_48h', 5) }} as within_48h
from measures
left join channels on measures.channel = channels.channel
where measures.cohort > 0
group by
    measures.connection, channels.channel_group, measures.channel, measures.date_on,
    measures.metric_id, measures.clock
