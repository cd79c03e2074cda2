with metrics as (
    select * from {{ ref('mart_channel_metrics') }}
    where level = 'group' and channel_group = 'email'
),

periods as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('mart_periods') }}
),

figures as (
    select
        period_grain,
        period_start,
        connection,
        cast(coalesce({{ measured('contacts_created', 'count') }}, 0) as bigint)
            as contacts_created,
        cast(coalesce({{ measured('messages_received', 'count') }}, 0) as bigint)
            as messages_received,
        cast(coalesce({{ measured('replies_sent', 'count') }}, 0) as bigint) as replies_sent,
        {{ measured('answered_share', 'share') }} as answered_share,
        {{ measured('in_business_hours_share', 'share') }} as in_business_hours_share,
        {{ measured('response_rate', 'share') }} as response_rate,
        {{ measured('message_response_rate', 'share') }} as message_response_rate,
        {{ measured('first_reply', 'mean', 'calendar') }} / 3600 as first_reply_mean_hours,
        {{ measured('first_reply', 'median', 'calendar') }} / 3600 as first_reply_median_hours,
        {{ measured('first_reply', 'p90', 'calendar') }} / 3600 as first_reply_p90_hours,
        {{ measured('first_reply', 'median_km', 'calendar') }}
        / 3600 as first_reply_median_km_hours,
        {{ measured('first_reply', 'mean', 'business') }} / 3600 as first_reply_business_mean_hours,
        {{ measured('first_reply', 'median', 'business') }}
        / 3600 as first_reply_business_median_hours,
        {{ measured('first_reply', 'p90', 'business') }} / 3600 as first_reply_business_p90_hours,
        {{ measured('first_reply', 'share_within_1h', 'calendar') }} as first_reply_within_1h_share,
        {{ measured('first_reply', 'share_within_4h', 'calendar') }} as first_reply_within_4h_share,
        {{ measured('first_reply', 'share_within_24h', 'calendar') }}
            as first_reply_within_24h_share,
        {{ measured('reply_time', 'mean', 'calendar') }} / 60 as reply_time_mean_minutes,
        {{ measured('reply_time', 'median', 'calendar') }} / 60 as reply_time_median_minutes,
        {{ measured('reply_time', 'p90', 'calendar') }} / 60 as reply_time_p90_minutes,
        {{ measured('reply_time', 'mean', 'business') }} / 60 as reply_time_business_mean_minutes,
        {{ measured('reply_time', 'median', 'business') }}
        / 60 as reply_time_business_median_minutes,
        {{ measured('reply_time', 'p90', 'business') }} / 60 as reply_time_business_p90_minutes,
        {{ measured('touches', 'mean') }} as replies_per_resolved_contact,
        {{ measured('touches', 'share_with_0') }} as zero_touch_share,
        {{ measured('touches', 'share_with_1') }} as one_touch_share,
        {{ measured('touches', 'share_with_2') }} as two_touch_share,
        {{ measured('touches', 'share_with_3_or_more') }} as three_or_more_touch_share,
        {{ measured('fcr_gross', 'share') }} as fcr_gross_share,
        {{ measured('fcr_net', 'share') }} as fcr_net_share,
        cast({{ measured('backlog', 'period_end') }} as bigint) as backlog_at_period_end
    from metrics
    group by period_grain, period_start, connection
)

select
    figures.*,
    previous.contacts_created as previous_contacts_created,
    previous.response_rate as previous_response_rate,
    previous.first_reply_mean_hours as previous_first_reply_mean_hours,
    previous.first_reply_median_hours as previous_first_reply_median_hours,
    previous.reply_time_mean_minutes as previous_reply_time_mean_minutes,
    previous.reply_time_median_minutes as previous_reply_time_median_minutes,
    previous.replies_per_resolved_contact as previous_replies_per_resolved_contact,
    previous.fcr_net_share as previous_fcr_net_share,
    previous.backlog_at_period_end as previous_backlog_at_period_end
from figures
left join periods
    on
        figures.period_grain = periods.period_grain
        and figures.period_start = periods.period_start
left join figures as previous
    on
        figures.period_grain = previous.period_grain
        and periods.previous_period_start = previous.period_start
        and figures.connection is not distinct from previous.connection
