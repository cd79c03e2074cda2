with counts as (
    select
        *,
        {{ total_cost() }} as total_cost
    from {{ ref('mart_channel_counts') }}
),

durations as (
    select * from {{ ref('mart_channel_durations') }}
),

survival_medians as (
    select * from {{ ref('mart_survival_medians') }}
),

own_currencies as (
    select {{ own_currency() }} as currency
),

periods as (
    select distinct
        period_grain,
        period_start,
        previous_period_start,
        calendar_days,
        data_days
    from {{ ref('mart_periods') }}
),

-- From a channel's first period on; whether a connection of it dates its resolutions or captures
-- leads, or nobody knows how many there were.
channels as (
    select
        period_grain,
        level,
        connection,
        channel_group,
        channel,
        min(period_start) as first_period_start,
        bool_or(
            resolutions is not null or unresolved_contact_days is not null
        ) as has_dated_resolutions,
        bool_or(leads is not null) as has_leads
    from counts
    group by period_grain, level, connection, channel_group, channel
),

channel_periods as (
    select
        periods.period_grain,
        periods.period_start,
        periods.calendar_days,
        periods.data_days,
        channels.level,
        channels.connection,
        channels.channel_group,
        channels.channel,
        channels.has_dated_resolutions,
        channels.has_leads
    from channels
    inner join periods
        on
            channels.period_grain = periods.period_grain
            and channels.first_period_start <= periods.period_start
),

-- One row per period and channel again: each duration's figures as columns.
speeds as (
    select
        period_grain,
        period_start,
        connection,
        channel_group,
        channel,
        {{ picked('first_reply', 'calendar', 'samples') }} as first_replies,
        {{ picked('first_reply', 'calendar', 'mean_seconds / 3600') }} as first_reply_mean_hours,
        {{ picked('first_reply', 'calendar', 'median_seconds / 3600') }}
            as first_reply_median_hours,
        {{ picked('first_reply', 'calendar', 'p90_seconds / 3600') }} as first_reply_p90_hours,
        {{ picked('first_reply', 'calendar', 'fastest_seconds / 60') }}
            as first_reply_fastest_minutes,
        {{ picked('first_reply', 'calendar', 'slowest_seconds / 3600') }}
            as first_reply_slowest_hours,
        {{ picked('first_reply', 'business', 'mean_seconds / 3600') }}
            as first_reply_business_mean_hours,
        {{ picked('first_reply', 'business', 'median_seconds / 3600') }}
            as first_reply_business_median_hours,
        {{ picked('first_reply', 'business', 'p90_seconds / 3600') }}
            as first_reply_business_p90_hours,
        {{ picked('first_reply', 'calendar', 'within_15min / nullif(cohort_15min, 0)') }}
            as first_reply_within_15min_share,
        {{ picked('first_reply', 'calendar', 'within_1h / nullif(cohort_1h, 0)') }}
            as first_reply_within_1h_share,
        {{ picked('first_reply', 'calendar', 'within_4h / nullif(cohort_4h, 0)') }}
            as first_reply_within_4h_share,
        {{ picked('first_reply', 'calendar', 'within_24h / nullif(cohort_24h, 0)') }}
            as first_reply_within_24h_share,
        {{ picked('first_reply', 'calendar', 'within_48h / nullif(cohort_48h, 0)') }}
            as first_reply_within_48h_share,
        {{ picked('first_reply_any', 'calendar', 'median_seconds / 60') }}
            as first_reply_any_median_minutes,
        {{ picked('reply_time', 'calendar', 'mean_seconds / 60') }} as reply_time_mean_minutes,
        {{ picked('reply_time', 'calendar', 'median_seconds / 60') }} as reply_time_median_minutes,
        {{ picked('reply_time', 'calendar', 'p90_seconds / 60') }} as reply_time_p90_minutes,
        {{ picked('reply_time', 'business', 'median_seconds / 60') }}
            as reply_time_business_median_minutes,
        {{ picked('first_resolution', 'calendar', 'mean_seconds / 3600') }}
            as first_resolution_mean_hours,
        {{ picked('first_resolution', 'calendar', 'median_seconds / 3600') }}
            as first_resolution_median_hours,
        {{ picked('full_resolution', 'calendar', 'mean_seconds / 3600') }}
            as full_resolution_mean_hours,
        {{ picked('full_resolution', 'calendar', 'median_seconds / 3600') }}
            as full_resolution_median_hours,
        {{ picked('full_resolution', 'calendar', 'p90_seconds / 3600') }}
            as full_resolution_p90_hours,
        {{ picked('full_resolution', 'business', 'median_seconds / 3600') }}
            as full_resolution_business_median_hours,
        {{ picked('requester_wait', 'calendar', 'mean_seconds / 3600') }}
            as requester_wait_mean_hours,
        {{ picked('agent_wait', 'calendar', 'mean_seconds / 3600') }} as agent_wait_mean_hours,
        {{ picked('on_hold', 'calendar', 'mean_seconds / 3600') }} as on_hold_mean_hours,
        {{ picked('agent_work', 'calendar', 'mean_seconds / 3600') }} as agent_work_mean_hours,
        {{ picked('unassigned', 'calendar', 'mean_seconds / 3600') }} as unassigned_mean_hours,
        {{ picked('handle', 'calendar', 'mean_seconds / 60') }} as handle_mean_minutes,
        {{ picked('wrap_up', 'calendar', 'mean_seconds / 60') }} as wrap_up_mean_minutes
    from durations
    group by period_grain, period_start, connection, channel_group, channel
),

censored_speeds as (
    select
        period_grain,
        period_start,
        connection,
        channel_group,
        channel,
        {{ picked('first_reply', 'calendar', 'median_km_seconds / 3600') }}
            as first_reply_median_km_hours,
        {{ picked('first_resolution', 'calendar', 'median_km_seconds / 3600') }}
            as first_resolution_median_km_hours
    from survival_medians
    group by period_grain, period_start, connection, channel_group, channel
),

scored as (
    select
        channel_periods.period_grain,
        channel_periods.period_start,
        channel_periods.level,
        channel_periods.connection,
        channel_periods.channel_group,
        channel_periods.channel,
        coalesce(counts.contacts, 0) as contacts_created,
        coalesce(counts.contacts, 0) / nullif(channel_periods.calendar_days, 0)
            as contacts_created_per_day,
        coalesce(counts.outbound_contacts, 0) as outbound_contacts,
        coalesce(counts.messages_received, 0) as messages_received,
        coalesce(counts.replies_sent, 0) as replies_sent,
        coalesce(counts.unique_messages_replied, 0) as unique_messages_replied,
        case
            when channel_periods.has_dated_resolutions then coalesce(counts.resolutions, 0)
        end as resolved_in_period,
        case
            when channel_periods.has_dated_resolutions then coalesce(counts.reopens, 0)
        end as reopens,
        counts.unresolved_contacts_at_end as backlog_at_period_end,
        counts.answered_contacts / nullif(counts.contacts, 0) as answered_share,
        counts.closed_contacts / nullif(counts.contacts_with_status, 0) as closed_share,
        counts.answered_turns / nullif(counts.turns, 0) as response_rate,
        counts.messages_in_answered_turns / nullif(counts.messages_in_turns, 0)
            as message_response_rate,
        counts.replies_to_resolved_contacts / nullif(counts.resolved_contacts, 0)
            as replies_per_resolved_contact,
        counts.zero_touch_contacts / nullif(counts.resolved_contacts, 0) as zero_touch_share,
        counts.one_touch_contacts / nullif(counts.resolved_contacts, 0) as one_touch_share,
        counts.fcr_gross_contacts / nullif(counts.contacts_with_fcr_gross, 0) as fcr_gross_share,
        counts.fcr_net_contacts / nullif(counts.contacts_with_fcr_net, 0) as fcr_net_share,
        counts.transfers / nullif(counts.contacts_with_assignment, 0) as transfers_per_contact,
        counts.transferred_contacts / nullif(counts.contacts_with_assignment, 0)
            as transferred_share,
        counts.escalated_contacts / nullif(counts.contacts_with_escalation_known, 0)
            as escalated_share,
        counts.contacts_failed_elsewhere / nullif(counts.inbound_social_contacts, 0)
            as failed_elsewhere_share,
        counts.contacts_in_business_hours / nullif(counts.contacts_with_schedule, 0)
            as in_business_hours_share,
        case when channel_periods.has_leads then coalesce(counts.leads, 0) end as leads,
        counts.csat_satisfied / nullif(counts.csat_rated, 0) as csat_share,
        100 * (counts.nps_promoters - counts.nps_detractors) / nullif(counts.nps_rated, 0)
            as nps_score,
        counts.total_cost / nullif(counts.handled_contacts, 0) as cost_per_contact,
        case
            when counts.total_cost / nullif(counts.handled_contacts, 0) is not null
                then own_currencies.currency
        end as cost_currency,
        coalesce(speeds.first_replies, 0) as first_replies,
        speeds.first_reply_mean_hours,
        speeds.first_reply_median_hours,
        speeds.first_reply_p90_hours,
        censored_speeds.first_reply_median_km_hours,
        speeds.first_reply_fastest_minutes,
        speeds.first_reply_slowest_hours,
        speeds.first_reply_business_mean_hours,
        speeds.first_reply_business_median_hours,
        speeds.first_reply_business_p90_hours,
        speeds.first_reply_within_15min_share,
        speeds.first_reply_within_1h_share,
        speeds.first_reply_within_4h_share,
        speeds.first_reply_within_24h_share,
        speeds.first_reply_within_48h_share,
        speeds.first_reply_any_median_minutes,
        speeds.reply_time_mean_minutes,
        speeds.reply_time_median_minutes,
        speeds.reply_time_p90_minutes,
        speeds.reply_time_business_median_minutes,
        speeds.first_resolution_mean_hours,
        speeds.first_resolution_median_hours,
        censored_speeds.first_resolution_median_km_hours,
        speeds.full_resolution_mean_hours,
        speeds.full_resolution_median_hours,
        speeds.full_resolution_p90_hours,
        speeds.full_resolution_business_median_hours,
        speeds.requester_wait_mean_hours,
        speeds.agent_wait_mean_hours,
        speeds.on_hold_mean_hours,
        speeds.agent_work_mean_hours,
        speeds.unassigned_mean_hours,
        speeds.handle_mean_minutes,
        speeds.wrap_up_mean_minutes
    from channel_periods
    cross join own_currencies
    left join counts
        on
            channel_periods.period_grain = counts.period_grain
            and channel_periods.period_start = counts.period_start
            and channel_periods.connection is not distinct from counts.connection
            and channel_periods.channel_group is not distinct from counts.channel_group
            and channel_periods.channel is not distinct from counts.channel
    left join speeds
        on
            channel_periods.period_grain = speeds.period_grain
            and channel_periods.period_start = speeds.period_start
            and channel_periods.connection is not distinct from speeds.connection
            and channel_periods.channel_group is not distinct from speeds.channel_group
            and channel_periods.channel is not distinct from speeds.channel
    left join censored_speeds
        on
            channel_periods.period_grain = censored_speeds.period_grain
            and channel_periods.period_start = censored_speeds.period_start
            and channel_periods.connection is not distinct from censored_speeds.connection
            and channel_periods.channel_group is not distinct from censored_speeds.channel_group
            and channel_periods.channel is not distinct from censored_speeds.channel
    -- Where nothing happened on the channel in the middle of the data, a chart shows a 0, no gap.
    -- Messages may be younger than the last day of data.
    where channel_periods.data_days > 0 or counts.period_grain is not null
)

select
    scored.*,
    previous.contacts_created as previous_contacts_created,
    previous.messages_received as previous_messages_received,
    previous.replies_sent as previous_replies_sent,
    previous.resolved_in_period as previous_resolved_in_period,
    previous.backlog_at_period_end as previous_backlog_at_period_end,
    previous.answered_share as previous_answered_share,
    previous.response_rate as previous_response_rate,
    previous.fcr_net_share as previous_fcr_net_share,
    previous.first_reply_mean_hours as previous_first_reply_mean_hours,
    previous.first_reply_median_hours as previous_first_reply_median_hours,
    previous.first_reply_within_24h_share as previous_first_reply_within_24h_share,
    previous.reply_time_median_minutes as previous_reply_time_median_minutes,
    previous.full_resolution_mean_hours as previous_full_resolution_mean_hours,
    previous.full_resolution_median_hours as previous_full_resolution_median_hours
from scored
left join periods
    on scored.period_grain = periods.period_grain and scored.period_start = periods.period_start
left join scored as previous
    on
        scored.period_grain = previous.period_grain
        and periods.previous_period_start = previous.period_start
        and scored.connection is not distinct from previous.connection
        and scored.channel_group is not distinct from previous.channel_group
        and scored.channel is not distinct from previous.channel
