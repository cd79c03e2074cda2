{#- Median and 90th percentile of every duration at one period grain, for every level, per connection
    and over all of them. One model for each grain: an engine cannot spill the values that a percentile
    keeps, so all grains at once would need four times the memory. -#}
{%- macro duration_percentiles(period_grain, families) -%}
with fct_contacts as {{ inlined() }} (
    select * from {{ ref('fct_contacts') }} where exclusion_reason is null
),

fct_turns as {{ inlined() }} (
    select * from {{ ref('fct_turns') }} where exclusion_reason is null
),

channels as (
    select * from {{ ref('dim_channels') }}
),

periods as (
    select * from {{ periods_to_count() }} where period_grain = '{{ period_grain }}'
),

{% if period_grain == 'all' -%}
-- Every instant lies in all time.
all_time as (
    select distinct period_start
    from periods
),
{%- else -%}
dates as (
    select * from {{ dates_to_count(period_grain) }}
),
{%- endif %}

-- With one connection the figures over all connections are that connection's: they are copied below
-- instead of being computed again.
connections as (
    select count(distinct connection) as connections
    from fct_contacts
),

{% for family in families -%}
{{ family.name }} as {{ inlined() }} (
    select
        fact.connection,
        fact.channel,
        channels.channel_group,
        {{ 'all_time' if period_grain == 'all' else 'periods' }}.period_start,
        {{ duration_columns(family.durations) }}
    from {{ family.fact }} as fact
    {%- if period_grain == 'all' %}
    cross join all_time
    {%- else %}
    inner join dates on {{ on_date_to_count('fact.' ~ family.dated_by) }}
    inner join periods on {{ reporting_date('fact.' ~ family.dated_by, 'dates') }} = periods.date_on
    {%- endif %}
    left join channels on fact.channel = channels.channel
    where
        fact.{{ family.dated_by }} is not null
        and {{ family.population }}
        and {{ has_duration(family.durations) }}
),

{% for scope in ['by_connection', 'over_all'] -%}
{%- set connection = 'connection' if scope == 'by_connection' else as_text('null') -%}
{%- set keys = 'period_start, connection' if scope == 'by_connection' else 'period_start' -%}
{{ family.name }}_{{ scope }} as (
    select
        period_start,
        {{ connection }} as connection,
        channel_group,
        channel,
        {{ list_of([measured_percentiles(family.durations)]) }} as figures
    from {{ family.name }}
    {%- if scope == 'over_all' %}
    where (select connections.connections > 1 from connections)
    {%- endif %}
    group by {{ keys }}, rollup(channel_group, channel)
),

{% endfor -%}
{%- endfor -%}
listed as (
    {%- for family in families %}
    select * from {{ family.name }}_by_connection
    union all
    select * from {{ family.name }}_over_all
    {{- "\n    union all" if not loop.last }}
    {%- endfor %}
),

measured as (
    select
        period_start,
        connection,
        channel_group,
        channel,
        {{ each('figures') }} as measured
    from listed
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
        cast(null as {{ type_text() }}) as connection,
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
    (measured).metric_id as metric_id,
    (measured).clock as clock,
    (measured).samples as samples,
    {{ element('(measured).percentiles', 1) }} / 1000000 as median_seconds,
    {{ element('(measured).percentiles', 2) }} / 1000000 as p90_seconds
from copied
where (measured).samples > 0
{%- endmacro -%}

{#- Median and 90th percentile of a family's durations, a struct for each. -#}
{%- macro measured_percentiles(durations) -%}
    {%- set structs = [] -%}
    {%- for duration in durations -%}
        {%- do structs.append(struct_of('percentile_pair', {
            'metric_id': "'" ~ duration.metric_id ~ "'",
            'clock': "'" ~ duration.clock ~ "'",
            'samples': 'count(' ~ duration.name ~ ')',
            'percentiles': percentiles(duration.name, [0.5, 0.9])
        })) -%}
    {%- endfor -%}
    {{ structs | join(', ') }}
{%- endmacro -%}
