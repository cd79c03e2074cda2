{{ config(materialized='incremental', incremental_strategy='by_period') }}

{%- set asked = [
    'first_reply', 'first_reply_any', 'reply_time', 'first_resolution', 'full_resolution', 'handle'
] -%}
{%- set families = duration_families() -%}

with contacts as {{ inlined() }} (
    select * from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

dates as (
    select * from {{ dates_to_count() }}
),

-- By their day before anything is joined with them.
turns as (
    select * from {{ ref('fct_turns') }}
    where
        exclusion_reason is null
        and {{ only_counted('cast(started_at as date)', 'dates', 'date_on') }}
),

replies as (
    select * from {{ ref('fct_replies') }}
),

agents as (
    select * from {{ ref('dim_agents') }}
),

fct_contacts as {{ inlined() }} (
    select
        contacts.*,
        agents.team
    from contacts
    left join agents on contacts.first_agent_key = agents.agent_key
),

fct_turns as {{ inlined() }} (
    select
        turns.*,
        contacts.priority,
        agents.team
    from turns
    inner join contacts on turns.contact_key = contacts.contact_key
    left join replies on turns.reply_key = replies.reply_key
    left join agents on replies.agent_key = agents.agent_key
),

{% for family in families %}
    {{ family.name }} as (
        select
            {{ reporting_date('fact.' ~ family.dated_by, 'dates') }} as date_on,
            fact.connection,
            fact.channel,
            fact.team,
            fact.priority,
            {{ each(list_of([measured_durations(
                family.durations | selectattr('metric_id', 'in', asked)
            )])) }} as measured
        from {{ family.fact }} as fact
        inner join dates on cast(fact.{{ family.dated_by }} as date) = dates.date_on
        where fact.{{ family.dated_by }} is not null and {{ family.population }}
    ),
{% endfor %}

measured as (
    {% for family in families %}
        select * from {{ family.name }}
        {{ "union all" if not loop.last }}
    {% endfor %}
),

-- Whole milliseconds are cut at their sixth binary digit: a bucket is a 32nd wide, its middle at
-- most a 64th off. The logarithm only finds the power of two, without error up to 2^46.
cut as (
    select
        date_on,
        connection,
        channel,
        team,
        priority,
        (measured).metric_id as metric_id,
        (measured).clock as clock,
        (measured).duration_us = 0 as is_at_once,
        {{ whole_quotient('(measured).duration_us', 1000) }} as milliseconds,
        cast(power(2, greatest(
            floor(log2(greatest({{ whole_quotient('(measured).duration_us', 1000) }}, 1))) - 5, 0
        )) as bigint) as width
    from measured
    where (measured).duration_us is not null
)

select
    date_on,
    connection,
    channel,
    team,
    priority,
    metric_id,
    clock,
    {{ whole_quotient('milliseconds', 'width') }} * width / 1000 as lower_seconds,
    case
        when is_at_once then 0
        else ({{ whole_quotient('milliseconds', 'width') }} + 1) * width / 1000
    end as upper_seconds,
    count(*) as durations
from cut
group by
    date_on, connection, channel, team, priority, metric_id, clock, is_at_once, width,
    {{ whole_quotient('milliseconds', 'width') }}
