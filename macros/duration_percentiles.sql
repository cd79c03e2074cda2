{#- Median and 90th percentile of every duration at one period grain, for every level, per connection
    and over all of them. One model for each grain: an engine cannot spill the values that a percentile
    keeps, so all grains at once would need four times the memory. -#}
{%- macro duration_percentiles(period_grain) -%}
{%- set families = duration_families() -%}
with fct_contacts as (
    select * from {{ ref('fct_contacts') }}
),

fct_turns as (
    select * from {{ ref('fct_turns') }}
),

channels as (
    select * from {{ ref('dim_channels') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('mart_periods') }} where period_grain = '{{ period_grain }}'
),

-- With one connection the figures over all connections are that connection's: they are copied below
-- instead of being computed again.
connections as (
    select count(distinct connection) as connections
    from fct_contacts
    where exclusion_reason is null
),

{% for family in families -%}
{{ family.name }}_dated as (
    select
        fact.connection,
        fact.channel,
        {{ reporting_date('fact.' ~ family.dated_by, 'dates') }} as date_on
        {%- for duration in family.durations %},
        {{ whole_microseconds('fact.' ~ duration.seconds) }} as {{ duration.name }}
        {%- endfor %}
    from {{ family.fact }} as fact
    inner join dates on cast(fact.{{ family.dated_by }} as date) = dates.date_on
    where fact.exclusion_reason is null and {{ family.population }}
),

{{ family.name }} as not materialized (
    select
        dated.*,
        channels.channel_group,
        periods.period_start
    from {{ family.name }}_dated as dated
    inner join channels on dated.channel = channels.channel
    inner join periods on dated.date_on = periods.date_on
),

{% for scope in ['by_connection', 'over_all'] -%}
{%- set connection = 'connection' if scope == 'by_connection' else 'cast(null as varchar)' -%}
{%- set keys = 'period_start, connection' if scope == 'by_connection' else 'period_start' -%}
{{ family.name }}_{{ scope }} as (
    select
        period_start,
        {{ connection }} as connection,
        channel_group,
        channel,
        unnest([
            {%- for duration in family.durations %}
            {
                'metric_id': '{{ duration.metric_id }}',
                'clock': '{{ duration.clock }}',
                'samples': count({{ duration.name }}),
                'percentiles': quantile_cont({{ duration.name }}, [0.5, 0.9])
            }{{ "," if not loop.last }}
            {%- endfor %}
        ]) as measured
    from {{ family.name }}
    {%- if scope == 'over_all' %}
    where (select connections.connections > 1 from connections)
    {%- endif %}
    group by grouping sets (
        ({{ keys }}, channel_group, channel), ({{ keys }}, channel_group), ({{ keys }})
    )
),

{% endfor -%}
{%- endfor -%}
measured as (
    {%- for family in families %}
    select * from {{ family.name }}_by_connection
    union all
    select * from {{ family.name }}_over_all
    {{- "\n    union all" if not loop.last }}
    {%- endfor %}
),

copied as (
    select
        period_start,
        connection,
        channel_group,
        channel,
        measured
    from measured
    union all
    select
        period_start,
        cast(null as varchar) as connection,
        channel_group,
        channel,
        measured
    from measured
    where (select connections.connections = 1 from connections)
)

select
    '{{ period_grain }}' as period_grain,
    period_start,
    connection,
    channel_group,
    channel,
    measured.metric_id,
    measured.clock,
    measured.samples,
    measured.percentiles[1] / 1000000 as median_seconds,
    measured.percentiles[2] / 1000000 as p90_seconds
from copied
where measured.samples > 0
{%- endmacro -%}
