with daily_contacts as (
    select * from {{ ref('mart_daily_contacts') }}
),

daily_resolutions as (
    select * from {{ ref('mart_daily_resolutions') }}
),

daily_messages as (
    select * from {{ ref('mart_daily_messages') }}
),

daily_leads as (
    select * from {{ ref('mart_daily_leads') }}
),

daily_portal_sessions as (
    select * from {{ ref('mart_daily_portal_sessions') }}
),

-- Scores on different scales meet on 0 to 10.
daily_surveys as (
    select
        connection,
        channel_group,
        channel,
        date_on,
        case when kind = 'csat' then rated end as csat_rated,
        case when kind = 'csat' then satisfied end as csat_satisfied,
        case when kind = 'csat' then surveys_offered end as csat_offered,
        case when kind = 'csat' then surveys_answered end as csat_answered,
        case when kind = 'nps' then rated end as nps_rated,
        case when kind = 'nps' then promoters end as nps_promoters,
        case when kind = 'nps' then detractors end as nps_detractors,
        case when kind = 'ces' and rescaled_millionths is not null then rated end as ces_rated,
        case when kind = 'ces' then rescaled_millionths end as ces_millionths
    from {{ ref('mart_daily_surveys') }}
),

daily_fixed_costs as (
    select * from {{ ref('mart_daily_fixed_costs') }}
),

daily_backlog as (
    select
        connection,
        channel_group,
        channel,
        date_on,
        unresolved_contacts
    from {{ ref('mart_backlog_daily') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

daily as (
    {{ union_by_name({
        'daily_contacts': 'mart_daily_contacts',
        'daily_resolutions': 'mart_daily_resolutions',
        'daily_messages': 'mart_daily_messages',
        'daily_leads': 'mart_daily_leads',
        'daily_portal_sessions': 'mart_daily_portal_sessions',
        'daily_surveys': [
            'connection', 'channel_group', 'channel', 'date_on', 'csat_rated', 'csat_satisfied',
            'csat_offered', 'csat_answered', 'nps_rated', 'nps_promoters', 'nps_detractors',
            'ces_rated', 'ces_millionths'
        ],
        'daily_fixed_costs': 'mart_daily_fixed_costs',
        'daily_backlog': ['connection', 'channel_group', 'channel', 'date_on', 'unresolved_contacts']
    }) }}
),

rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        daily.connection,
        daily.channel_group,
        daily.channel,
        any_value(periods.calendar_days) as calendar_days,
        any_value(periods.data_days) as data_days,
        sum(daily.contacts) as contacts,
        sum(daily.outbound_contacts) as outbound_contacts,
        sum(daily.truncated_contacts) as truncated_contacts,
        sum(daily.answered_contacts) as answered_contacts,
        sum(daily.contacts_with_status) as contacts_with_status,
        sum(daily.closed_contacts) as closed_contacts,
        sum(daily.contacts_with_assignment) as contacts_with_assignment,
        sum(daily.transfers) as transfers,
        sum(daily.squared_transfers) as squared_transfers,
        sum(daily.transferred_contacts) as transferred_contacts,
        sum(daily.contacts_with_escalation_known) as contacts_with_escalation_known,
        sum(daily.escalated_contacts) as escalated_contacts,
        sum(daily.inbound_social_contacts) as inbound_social_contacts,
        sum(daily.contacts_failed_elsewhere) as contacts_failed_elsewhere,
        sum(daily.contacts_with_schedule) as contacts_with_schedule,
        sum(daily.contacts_in_business_hours) as contacts_in_business_hours,
        sum(daily.handled_contacts) as handled_contacts,
        sum(daily.cost_millionths) as cost_millionths,
        sum(daily.squared_cost_hundredths) as squared_cost_hundredths,
        sum(daily.fixed_cost_millionths) as fixed_cost_millionths,
        sum(daily.leads) as leads,
        sum(daily.converted_leads) as converted_leads,
        sum(daily.csat_offered) as csat_offered,
        sum(daily.csat_answered) as csat_answered,
        sum(daily.csat_rated) as csat_rated,
        sum(daily.csat_satisfied) as csat_satisfied,
        sum(daily.nps_rated) as nps_rated,
        sum(daily.nps_promoters) as nps_promoters,
        sum(daily.nps_detractors) as nps_detractors,
        sum(daily.ces_rated) as ces_rated,
        sum(daily.ces_millionths) as ces_millionths,
        sum(daily.sessions) as portal_sessions,
        sum(daily.sessions_with_device) as sessions_with_device,
        sum(daily.desktop_sessions) as desktop_sessions,
        sum(daily.mobile_sessions) as mobile_sessions,
        sum(daily.tablet_sessions) as tablet_sessions,
        sum(daily.sessions_with_known_end) as sessions_with_known_end,
        sum(daily.sessions_without_ticket) as sessions_without_ticket,
        sum(daily.article_sessions_with_known_end) as article_sessions_with_known_end,
        sum(daily.article_sessions_without_ticket) as article_sessions_without_ticket,
        sum(daily.resolutions) as resolutions,
        sum(daily.reopens) as reopens,
        sum(daily.resolved_contacts) as resolved_contacts,
        sum(daily.replies_to_resolved_contacts) as replies_to_resolved_contacts,
        sum(daily.zero_touch_contacts) as zero_touch_contacts,
        sum(daily.one_touch_contacts) as one_touch_contacts,
        sum(daily.two_touch_contacts) as two_touch_contacts,
        sum(daily.three_or_more_touch_contacts) as three_or_more_touch_contacts,
        sum(daily.contacts_with_fcr_gross) as contacts_with_fcr_gross,
        sum(daily.fcr_gross_contacts) as fcr_gross_contacts,
        sum(daily.contacts_with_fcr_net) as contacts_with_fcr_net,
        sum(daily.fcr_net_contacts) as fcr_net_contacts,
        sum(daily.messages_received) as messages_received,
        sum(daily.turns) as turns,
        sum(daily.answered_turns) as answered_turns,
        sum(daily.messages_in_turns) as messages_in_turns,
        sum(daily.messages_in_answered_turns) as messages_in_answered_turns,
        sum(daily.replies) as replies_sent,
        sum(daily.unique_messages_replied) as unique_messages_replied,
        sum(daily.unresolved_contacts) as unresolved_contact_days,
        sum(daily.unresolved_contacts) filter (where daily.date_on = periods.last_data_on)
            as unresolved_contacts_at_end
    from daily
    inner join periods on daily.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start,
        cube(daily.connection), rollup(daily.channel_group, daily.channel)
)

select
    period_grain,
    period_start,
    {{ level_of('channel_group', 'channel') }} as level,
    connection,
    channel_group,
    channel,
    {{ as_bigints_but(
        ['period_grain', 'period_start', 'connection', 'channel_group', 'channel']
    ) }},
    max(case when channel is null then cast(contacts as bigint) end) over (
        partition by period_grain, period_start, connection, channel_group
    ) as contacts_of_group
from rolled_up
