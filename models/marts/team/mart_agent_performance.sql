-- Credited to who did it: replies to their sender, resolutions to who resolved, ratings to who
-- replied last. Nothing goes by today's assignee.
{{ config(materialized='incremental', incremental_strategy='by_period') }}

with daily_agents as (
    select * from {{ ref('mart_daily_agents') }}
),

daily_contacts as (
    select * from {{ ref('mart_daily_agent_contacts') }}
),

medians as (
    select * from {{ ref('mart_agent_medians') }}
),

agents as (
    select * from {{ ref('dim_agents') }}
),

periods as (
    select * from {{ periods_to_count() }}
),

deeds as (
    select
        periods.period_grain,
        periods.period_start,
        daily_agents.agent_key,
        cast(sum(daily_agents.replies) as bigint) as replies,
        cast(sum(daily_agents.unique_messages_answered) as bigint) as unique_messages_answered,
        sum(daily_agents.replies_in_business_hours) as replies_in_business_hours,
        sum(daily_agents.replies_with_schedule) as replies_with_schedule,
        cast(sum(daily_agents.reply_waits) as bigint) as reply_waits,
        sum(daily_agents.reply_us) as reply_us,
        max(daily_agents.slowest_reply_us) as slowest_reply_us,
        sum(daily_agents.reply_business_waits) as reply_business_waits,
        sum(daily_agents.reply_business_us) as reply_business_us,
        max(daily_agents.slowest_reply_business_us) as slowest_reply_business_us,
        cast(sum(daily_agents.first_replies) as bigint) as first_replies,
        sum(daily_agents.first_reply_us) as first_reply_us,
        max(daily_agents.slowest_first_reply_us) as slowest_first_reply_us,
        sum(daily_agents.first_business_replies) as first_business_replies,
        sum(daily_agents.first_reply_business_us) as first_reply_business_us,
        max(daily_agents.slowest_first_reply_business_us) as slowest_first_reply_business_us,
        sum(daily_agents.handle_us) as handle_us,
        cast(sum(daily_agents.resolved) as bigint) as resolved,
        cast(sum(daily_agents.reopened) as bigint) as reopened,
        cast(sum(daily_agents.rated) as bigint) as rated,
        cast(sum(daily_agents.satisfied) as bigint) as satisfied
    from daily_agents
    inner join periods on daily_agents.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, daily_agents.agent_key
),

-- A contact counts once in each period, on the first of the days on which it was handled.
handled as (
    select
        periods.period_grain,
        periods.period_start,
        daily_contacts.agent_key,
        cast(sum(
            case periods.period_grain
                when 'day' then daily_contacts.contacts_of_day
                when 'week' then daily_contacts.contacts_new_in_week
                when 'month' then daily_contacts.contacts_new_in_month
                else daily_contacts.contacts_new
            end
        ) as bigint) as handled_contacts,
        sum(
            case periods.period_grain
                when 'day' then daily_contacts.worked_contacts_of_day
                when 'week' then daily_contacts.worked_contacts_new_in_week
                when 'month' then daily_contacts.worked_contacts_new_in_month
                else daily_contacts.worked_contacts_new
            end
        ) as contacts_with_handle_time
    from daily_contacts
    inner join periods on daily_contacts.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, daily_contacts.agent_key
),

periods_before as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from periods
),

figures as (
    select
        deeds.period_grain,
        deeds.period_start,
        agents.connection,
        deeds.agent_key,
        agents.team,
        deeds.replies,
        deeds.unique_messages_answered,
        cast(deeds.replies_in_business_hours as double) / nullif(deeds.replies_with_schedule, 0)
            as replies_in_business_hours_share,
        deeds.reply_waits,
        cast(deeds.reply_us as double) / nullif(deeds.reply_waits, 0) / 1000000
            as reply_wait_mean_seconds,
        medians.reply_wait_median_seconds,
        deeds.slowest_reply_us / 1000000 as reply_wait_slowest_seconds,
        cast(deeds.reply_business_us as double) / nullif(deeds.reply_business_waits, 0) / 1000000
            as reply_wait_business_mean_seconds,
        medians.reply_wait_business_median_seconds,
        deeds.slowest_reply_business_us / 1000000 as reply_wait_business_slowest_seconds,
        deeds.first_replies,
        cast(deeds.first_reply_us as double) / nullif(deeds.first_replies, 0) / 1000000
            as first_reply_mean_seconds,
        medians.first_reply_median_seconds,
        deeds.slowest_first_reply_us / 1000000 as first_reply_slowest_seconds,
        cast(deeds.first_reply_business_us as double)
        / nullif(deeds.first_business_replies, 0) / 1000000 as first_reply_business_mean_seconds,
        medians.first_reply_business_median_seconds,
        deeds.slowest_first_reply_business_us / 1000000 as first_reply_business_slowest_seconds,
        coalesce(handled.handled_contacts, 0) as handled_contacts,
        cast(deeds.handle_us as double) / 1000000 as handle_seconds,
        cast(deeds.handle_us as double) / nullif(handled.contacts_with_handle_time, 0) / 1000000
            as handle_mean_seconds,
        deeds.resolved,
        deeds.reopened,
        deeds.rated,
        deeds.satisfied,
        cast(deeds.satisfied as double) / nullif(deeds.rated, 0) as csat
    from deeds
    inner join agents on deeds.agent_key = agents.agent_key
    left join handled
        on
            deeds.period_grain = handled.period_grain
            and deeds.period_start = handled.period_start
            and deeds.agent_key = handled.agent_key
    left join medians
        on
            deeds.period_grain = medians.period_grain
            and deeds.period_start = medians.period_start
            and deeds.agent_key = medians.agent_key
)

select
    figures.*,
    previous.replies as previous_replies,
    previous.reply_wait_mean_seconds as previous_reply_wait_mean_seconds,
    previous.csat as previous_csat
from figures
left join periods_before
    on
        figures.period_grain = periods_before.period_grain
        and figures.period_start = periods_before.period_start
left join figures as previous
    on
        figures.period_grain = previous.period_grain
        and periods_before.previous_period_start = previous.period_start
        and figures.agent_key = previous.agent_key
