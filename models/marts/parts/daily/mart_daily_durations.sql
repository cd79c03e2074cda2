{%- set families = duration_families() -%}

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
    {{ family.name }} as (
        select
            fact.connection,
            fact.channel,
            {{ reporting_date('fact.' ~ family.dated_by, 'dates') }} as date_on,
            {{ duration_columns(family.durations) }}
        from {{ family.fact }} as fact
        inner join dates on {{ on_date_to_count('fact.' ~ family.dated_by) }}
        where
            fact.{{ family.dated_by }} is not null
            and {{ family.population }}
            and {{ has_duration(family.durations) }}
    ),

    -- Squares are of milliseconds: those of microseconds leave 128 bits at a few million rows.
    {{ family.name }}_by_day as (
        select
            connection,
            channel,
            date_on,
            {{ each(list_of([daily_durations(family.durations)])) }} as measured
        from {{ family.name }}
        group by connection, channel, date_on
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
        (measured).metric_id as metric_id,
        (measured).clock as clock,
        (measured).samples as samples,
        (measured).total_microseconds as total_microseconds,
        (measured).total_squared_milliseconds as total_squared_milliseconds,
        (measured).fastest_microseconds as fastest_microseconds,
        (measured).slowest_microseconds as slowest_microseconds
    from measured_by_day
)

select
    measures.connection,
    channels.channel_group,
    measures.channel,
    measures.date_on,
    measures.metric_id,
    measures.clock,
    measures.samples,
    measures.total_microseconds,
    measures.total_squared_milliseconds,
    measures.fastest_microseconds,
    measures.slowest_microseconds
from measures
left join channels on measures.channel = channels.channel
where measures.samples > 0
