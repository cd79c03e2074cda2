{%- set counts = [
    'contacts', 'outbound_contacts', 'truncated_contacts', 'answered_contacts',
    'contacts_with_status', 'closed_contacts', 'contacts_with_assignment', 'transfers',
    'squared_transfers', 'transferred_contacts', 'contacts_with_escalation_known',
    'escalated_contacts', 'inbound_social_contacts', 'contacts_failed_elsewhere',
    'contacts_with_schedule', 'contacts_in_business_hours', 'handled_contacts', 'cost_millionths',
    'squared_cost_hundredths', 'fixed_cost_millionths', 'leads', 'converted_leads',
    'csat_offered', 'csat_answered', 'csat_rated', 'csat_satisfied', 'nps_rated', 'nps_promoters',
    'nps_detractors', 'ces_rated', 'ces_millionths', 'sessions_with_device', 'desktop_sessions',
    'mobile_sessions', 'tablet_sessions', 'sessions_with_known_end', 'sessions_without_ticket',
    'article_sessions_with_known_end', 'article_sessions_without_ticket', 'resolutions',
    'reopens', 'resolved_contacts', 'replies_to_resolved_contacts', 'zero_touch_contacts',
    'one_touch_contacts', 'two_touch_contacts', 'three_or_more_touch_contacts',
    'contacts_with_fcr_gross', 'fcr_gross_contacts', 'contacts_with_fcr_net', 'fcr_net_contacts',
    'messages_received', 'turns', 'answered_turns', 'messages_in_turns',
    'messages_in_answered_turns', 'unique_messages_replied',
] -%}

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
        cast(any_value(periods.calendar_days) as bigint) as calendar_days,
        cast(any_value(periods.data_days) as bigint) as data_days,
        cast(sum(daily.sessions) as bigint) as portal_sessions,
        cast(sum(daily.replies) as bigint) as replies_sent,
        cast(sum(daily.unresolved_contacts) as bigint) as unresolved_contact_days,
        cast(sum(daily.unresolved_contacts) filter (
            where daily.date_on = periods.last_data_on
        ) as bigint) as unresolved_contacts_at_end,
        {{ sums('daily', counts) }}
    from daily
    inner join periods on daily.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start,
        cube(daily.connection), rollup(daily.channel_group, daily.channel)
)

select
    rolled_up.*,
    {{ level_of('channel_group', 'channel') }} as level,
    max(case when channel is null then contacts end) over (
        partition by period_grain, period_start, connection, channel_group
    ) as contacts_of_group
from rolled_up
