with daily_sessions as (
    select * from {{ ref('mart_daily_portal_sessions') }}
),

counts as (
    select * from {{ ref('mart_channel_counts') }}
    where level = 'group' and channel_group = 'portal'
),

wrap_ups as (
    select * from {{ ref('mart_channel_durations') }}
    where level = 'group' and channel_group = 'portal' and metric_id = 'wrap_up'
),

portal_sessions as (
    select * from {{ ref('fct_portal_sessions') }}
),

requesters as (
    select * from {{ ref('dim_requesters') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

sessions as (
    select
        periods.period_grain,
        periods.period_start,
        daily_sessions.connection,
        sum(daily_sessions.sessions) as sessions,
        sum(daily_sessions.sessions_with_device) as sessions_with_device,
        sum(daily_sessions.desktop_sessions) as desktop_sessions,
        sum(daily_sessions.mobile_sessions) as mobile_sessions,
        sum(daily_sessions.tablet_sessions) as tablet_sessions,
        sum(daily_sessions.sessions_with_article) as sessions_with_article,
        sum(daily_sessions.sessions_with_search) as sessions_with_search,
        sum(daily_sessions.sessions_with_known_end) as sessions_with_known_end,
        sum(daily_sessions.sessions_without_ticket) as sessions_without_ticket,
        sum(daily_sessions.article_sessions_with_known_end) as article_sessions_with_known_end,
        sum(daily_sessions.article_sessions_without_ticket) as article_sessions_without_ticket
    from daily_sessions
    inner join periods on daily_sessions.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, cube(daily_sessions.connection)
),

-- Who ever used the portal is asked of all time alone.
users as (
    select
        connection,
        count(distinct person_key) as portal_users
    from portal_sessions
    group by cube(connection)
    having count(person_key) > 0
),

customers as (
    select
        connection,
        count(distinct person_key) as customers
    from requesters
    group by cube(connection)
),

keys as (
    select
        period_grain,
        period_start,
        connection
    from sessions
    union
    select
        period_grain,
        period_start,
        connection
    from counts
),

periods_before as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('mart_periods') }}
),

figures as (
    select
        keys.period_grain,
        keys.period_start,
        keys.connection,
        cast(sessions.sessions as bigint) as sessions,
        cast(sessions.sessions_with_article as bigint) as sessions_with_article,
        cast(sessions.sessions_with_search as bigint) as sessions_with_search,
        sessions.desktop_sessions / nullif(sessions.sessions_with_device, 0) as desktop_share,
        sessions.mobile_sessions / nullif(sessions.sessions_with_device, 0) as mobile_share,
        sessions.tablet_sessions / nullif(sessions.sessions_with_device, 0) as tablet_share,
        sessions.article_sessions_without_ticket
        / nullif(sessions.article_sessions_with_known_end, 0) as self_service_share,
        sessions.sessions_without_ticket / nullif(sessions.sessions_with_known_end, 0)
            as deflection_share,
        users.portal_users,
        case when users.portal_users is not null then customers.customers end as customers,
        users.portal_users / nullif(customers.customers, 0) as users_share,
        counts.contacts as contacts_created,
        counts.answered_contacts / nullif(counts.contacts, 0) as answered_share,
        counts.closed_contacts / nullif(counts.contacts_with_status, 0) as closed_share,
        counts.contacts_in_business_hours / nullif(counts.contacts_with_schedule, 0)
            as in_business_hours_share,
        counts.transfers / nullif(counts.contacts_with_assignment, 0) as transfers_per_contact,
        counts.unresolved_contacts_at_end as backlog_at_period_end,
        wrap_ups.mean_seconds / 60 as wrap_up_mean_minutes
    from keys
    left join sessions
        on
            keys.period_grain = sessions.period_grain
            and keys.period_start = sessions.period_start
            and keys.connection is not distinct from sessions.connection
    left join counts
        on
            keys.period_grain = counts.period_grain
            and keys.period_start = counts.period_start
            and keys.connection is not distinct from counts.connection
    left join wrap_ups
        on
            keys.period_grain = wrap_ups.period_grain
            and keys.period_start = wrap_ups.period_start
            and keys.connection is not distinct from wrap_ups.connection
    left join users
        on keys.period_grain = 'all' and keys.connection is not distinct from users.connection
    left join customers
        on keys.period_grain = 'all' and keys.connection is not distinct from customers.connection
)

select
    figures.*,
    previous.sessions as previous_sessions,
    previous.self_service_share as previous_self_service_share,
    previous.deflection_share as previous_deflection_share,
    previous.contacts_created as previous_contacts_created,
    previous.closed_share as previous_closed_share
from figures
left join periods_before
    on
        figures.period_grain = periods_before.period_grain
        and figures.period_start = periods_before.period_start
left join figures as previous
    on
        figures.period_grain = previous.period_grain
        and periods_before.previous_period_start = previous.period_start
        and figures.connection is not distinct from previous.connection
