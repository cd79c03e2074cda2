{{ config(materialized='incremental', incremental_strategy='by_period') }}

with replies as {{ inlined() }} (
    select * from {{ ref('fct_replies') }}
    where exclusion_reason is null and agent_key is not null
),

work_sessions as {{ inlined() }} (
    select * from {{ ref('fct_work_sessions') }}
    where exclusion_reason is null and agent_key is not null
),

dates as {{ inlined() }} (
    select * from {{ ref('dim_dates') }}
),

dates_to_count as (
    select * from {{ dates_to_count() }}
),

handled as {{ inlined() }} (
    select
        agent_key,
        contact_key,
        sent_at as handled_at,
        false as was_worked_on
    from replies
    union all
    select
        agent_key,
        contact_key,
        ended_at as handled_at,
        true as was_worked_on
    from work_sessions
),

counted as (
    select distinct handled.contact_key
    from handled
    inner join dates_to_count on cast(handled.handled_at as date) = dates_to_count.date_on
),

handled_days as (
    select
        handled.agent_key,
        handled.contact_key,
        {{ reporting_date('handled.handled_at', 'dates') }} as date_on,
        bool_or(handled.was_worked_on) as was_worked_on
    from handled
    inner join dates on cast(handled.handled_at as date) = dates.date_on
    where
        handled.contact_key is not null
        and {{ only_counted('handled.contact_key', 'counted') }}
    {{ group_by_first(3) }}
),

-- A contact counts once in each period: on the first day of the period on which it was handled.
compared as (
    select
        agent_key,
        date_on,
        was_worked_on,
        cast(date_trunc('week', date_on) as date) as week_starts_on,
        cast(date_trunc('month', date_on) as date) as month_starts_on,
        lag(date_on) over so_far as handled_before_on,
        max(case when was_worked_on then date_on end) over days_before as worked_on_before_on
    from handled_days
    window
        so_far as (partition by agent_key, contact_key order by date_on),
        days_before as (
            partition by agent_key, contact_key
            order by date_on
            rows between unbounded preceding and 1 preceding
        )
)

select
    agent_key,
    date_on,
    count(*) as contacts_of_day,
    count(*) filter (where coalesce(handled_before_on < week_starts_on, true))
        as contacts_new_in_week,
    count(*) filter (where coalesce(handled_before_on < month_starts_on, true))
        as contacts_new_in_month,
    count(*) filter (where handled_before_on is null) as contacts_new,
    count(*) filter (where was_worked_on) as worked_contacts_of_day,
    count(*) filter (where was_worked_on and coalesce(worked_on_before_on < week_starts_on, true))
        as worked_contacts_new_in_week,
    count(*) filter (where was_worked_on and coalesce(worked_on_before_on < month_starts_on, true))
        as worked_contacts_new_in_month,
    count(*) filter (where was_worked_on and worked_on_before_on is null) as worked_contacts_new
from compared
group by agent_key, date_on
