-- Credited to who did it: replies to their sender, resolutions to who resolved, ratings to who
-- replied last. Nothing goes by today's assignee.
with replies as {{ inlined() }} (
    select * from {{ ref('fct_replies') }}
    where exclusion_reason is null and agent_key is not null
),

contacts as {{ inlined() }} (
    select * from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

resolutions as (
    select * from {{ ref('fct_resolutions') }}
    where exclusion_reason is null and agent_key is not null
),

work_sessions as {{ inlined() }} (
    select * from {{ ref('fct_work_sessions') }}
    where exclusion_reason is null and agent_key is not null
),

ratings as (
    select * from {{ ref('fct_surveys') }}
    where
        exclusion_reason is null
        and kind = 'csat'
        and is_latest
        and is_satisfied is not null
        and responded_at is not null
),

agents as (
    select * from {{ ref('dim_agents') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

-- A wait counts on the date on which the customer began to wait.
waits as {{ inlined() }} (
    select
        replies.agent_key,
        {{ instant_of(
            microseconds('replies.sent_at') ~ ' - ' ~ whole_microseconds('replies.reply_seconds')
        ) }} as counted_at,
        {{ whole_microseconds('replies.reply_seconds') }} as reply_us,
        {{ whole_microseconds('replies.reply_business_seconds') }} as reply_business_us,
        cast(null as bigint) as first_reply_us,
        cast(null as bigint) as first_reply_business_us
    from replies
    where replies.answers_turn
    union all
    select
        replies.agent_key,
        contacts.created_at as counted_at,
        cast(null as bigint) as reply_us,
        cast(null as bigint) as reply_business_us,
        {{ whole_microseconds('contacts.first_reply_seconds') }} as first_reply_us,
        {{ whole_microseconds('contacts.first_reply_business_seconds') }}
            as first_reply_business_us
    from replies
    inner join contacts on replies.contact_key = contacts.contact_key
    where replies.is_first_reply and not contacts.is_outbound
),

dated_waits as {{ inlined() }} (
    select
        waits.*,
        {{ reporting_date('waits.counted_at', 'dates') }} as date_on
    from waits
    left join dates on cast(waits.counted_at as date) = dates.date_on
),

wait_figures as (
    select
        periods.period_grain,
        periods.period_start,
        dated_waits.agent_key,
        count(dated_waits.reply_us) as reply_waits,
        cast(avg(dated_waits.reply_us) as double) / 1000000 as reply_wait_mean_seconds,
        {{ percentile('dated_waits.reply_us', 0.5) }} / 1000000 as reply_wait_median_seconds,
        max(dated_waits.reply_us) / 1000000 as reply_wait_slowest_seconds,
        cast(avg(dated_waits.reply_business_us) as double) / 1000000
            as reply_wait_business_mean_seconds,
        {{ percentile('dated_waits.reply_business_us', 0.5) }} / 1000000
            as reply_wait_business_median_seconds,
        max(dated_waits.reply_business_us) / 1000000 as reply_wait_business_slowest_seconds,
        count(dated_waits.first_reply_us) as first_replies,
        cast(avg(dated_waits.first_reply_us) as double) / 1000000 as first_reply_mean_seconds,
        {{ percentile('dated_waits.first_reply_us', 0.5) }} / 1000000 as first_reply_median_seconds,
        max(dated_waits.first_reply_us) / 1000000 as first_reply_slowest_seconds,
        cast(avg(dated_waits.first_reply_business_us) as double) / 1000000
            as first_reply_business_mean_seconds,
        {{ percentile('dated_waits.first_reply_business_us', 0.5) }} / 1000000
            as first_reply_business_median_seconds,
        max(dated_waits.first_reply_business_us) / 1000000 as first_reply_business_slowest_seconds
    from dated_waits
    inner join periods on dated_waits.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, dated_waits.agent_key
),

-- What happened when, each kind of thing in columns of its own.
replied as (
    select
        agent_key,
        sent_at as counted_at,
        contact_key,
        1 as replies,
        cast(answers_turn as integer) as unique_messages_answered,
        cast(in_business_hours as integer) as replies_in_business_hours,
        cast(in_business_hours is not null as integer) as replies_with_schedule
    from replies
),

worked as (
    select
        agent_key,
        ended_at as counted_at,
        contact_key,
        {{ whole_microseconds('seconds') }} as handle_us
    from work_sessions
),

resolved as (
    select
        agent_key,
        resolved_at as counted_at,
        1 as resolved,
        cast(reopened_at is not null as integer) as reopened
    from resolutions
),

rated as (
    select
        contacts.last_agent_key as agent_key,
        ratings.responded_at as counted_at,
        1 as rated,
        cast(ratings.is_satisfied as integer) as satisfied
    from ratings
    inner join contacts on ratings.contact_key = contacts.contact_key
    where contacts.last_agent_key is not null
),

deeds as (
    {{ union_by_name({
        'replied': [
            'agent_key', 'counted_at', 'contact_key', 'replies', 'unique_messages_answered',
            'replies_in_business_hours', 'replies_with_schedule'
        ],
        'worked': ['agent_key', 'counted_at', 'contact_key', 'handle_us'],
        'resolved': ['agent_key', 'counted_at', 'resolved', 'reopened'],
        'rated': ['agent_key', 'counted_at', 'rated', 'satisfied']
    }) }}
),

dated_deeds as (
    select
        deeds.*,
        {{ reporting_date('deeds.counted_at', 'dates') }} as date_on
    from deeds
    left join dates on cast(deeds.counted_at as date) = dates.date_on
),

deeds_by_day as (
    select
        agent_key,
        date_on,
        sum(replies) as replies,
        sum(unique_messages_answered) as unique_messages_answered,
        sum(replies_in_business_hours) as replies_in_business_hours,
        sum(replies_with_schedule) as replies_with_schedule,
        sum(handle_us) as handle_us,
        sum(resolved) as resolved,
        sum(reopened) as reopened,
        sum(rated) as rated,
        sum(satisfied) as satisfied
    from dated_deeds
    group by agent_key, date_on
),

deed_figures as (
    select
        periods.period_grain,
        periods.period_start,
        deeds_by_day.agent_key,
        sum(deeds_by_day.replies) as replies,
        sum(deeds_by_day.unique_messages_answered) as unique_messages_answered,
        sum(deeds_by_day.replies_in_business_hours) as replies_in_business_hours,
        sum(deeds_by_day.replies_with_schedule) as replies_with_schedule,
        sum(deeds_by_day.handle_us) as handle_us,
        sum(deeds_by_day.resolved) as resolved,
        sum(deeds_by_day.reopened) as reopened,
        sum(deeds_by_day.rated) as rated,
        sum(deeds_by_day.satisfied) as satisfied
    from deeds_by_day
    inner join periods on deeds_by_day.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, deeds_by_day.agent_key
),

-- A contact counts once in each period, and once in the days it was handled on.
handled_days as (
    select
        agent_key,
        contact_key,
        date_on,
        bool_or(handle_us is not null) as was_worked_on
    from dated_deeds
    where contact_key is not null
    group by agent_key, contact_key, date_on
),

handled_figures as (
    select
        periods.period_grain,
        periods.period_start,
        handled_days.agent_key,
        count(distinct handled_days.contact_key) as handled_contacts,
        count(distinct case when handled_days.was_worked_on then handled_days.contact_key end)
            as contacts_with_handle_time
    from handled_days
    inner join periods on handled_days.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, handled_days.agent_key
),

keys as (
    select
        period_grain,
        period_start,
        agent_key
    from deed_figures
    union
    select
        period_grain,
        period_start,
        agent_key
    from wait_figures
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
        keys.period_grain,
        keys.period_start,
        agents.connection,
        keys.agent_key,
        agents.team,
        cast(coalesce(deed_figures.replies, 0) as bigint) as replies,
        cast(coalesce(deed_figures.unique_messages_answered, 0) as bigint)
            as unique_messages_answered,
        cast(deed_figures.replies_in_business_hours as double)
        / nullif(deed_figures.replies_with_schedule, 0) as replies_in_business_hours_share,
        coalesce(wait_figures.reply_waits, 0) as reply_waits,
        wait_figures.reply_wait_mean_seconds,
        wait_figures.reply_wait_median_seconds,
        wait_figures.reply_wait_slowest_seconds,
        wait_figures.reply_wait_business_mean_seconds,
        wait_figures.reply_wait_business_median_seconds,
        wait_figures.reply_wait_business_slowest_seconds,
        coalesce(wait_figures.first_replies, 0) as first_replies,
        wait_figures.first_reply_mean_seconds,
        wait_figures.first_reply_median_seconds,
        wait_figures.first_reply_slowest_seconds,
        wait_figures.first_reply_business_mean_seconds,
        wait_figures.first_reply_business_median_seconds,
        wait_figures.first_reply_business_slowest_seconds,
        coalesce(handled_figures.handled_contacts, 0) as handled_contacts,
        cast(deed_figures.handle_us as double) / 1000000 as handle_seconds,
        cast(deed_figures.handle_us as double)
        / nullif(handled_figures.contacts_with_handle_time, 0) / 1000000 as handle_mean_seconds,
        cast(coalesce(deed_figures.resolved, 0) as bigint) as resolved,
        cast(coalesce(deed_figures.reopened, 0) as bigint) as reopened,
        cast(coalesce(deed_figures.rated, 0) as bigint) as rated,
        cast(coalesce(deed_figures.satisfied, 0) as bigint) as satisfied,
        cast(deed_figures.satisfied as double) / nullif(deed_figures.rated, 0) as csat
    from keys
    inner join agents on keys.agent_key = agents.agent_key
    left join deed_figures
        on
            keys.period_grain = deed_figures.period_grain
            and keys.period_start = deed_figures.period_start
            and keys.agent_key = deed_figures.agent_key
    left join handled_figures
        on
            keys.period_grain = handled_figures.period_grain
            and keys.period_start = handled_figures.period_start
            and keys.agent_key = handled_figures.agent_key
    left join wait_figures
        on
            keys.period_grain = wait_figures.period_grain
            and keys.period_start = wait_figures.period_start
            and keys.agent_key = wait_figures.agent_key
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
