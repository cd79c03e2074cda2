with metrics as (
    select * from {{ ref('mart_channel_metrics') }}
    where channel_group = 'social'
),

sentiments as (
    select * from {{ ref('mart_sentiment') }}
    where channel_group = 'social'
),

own_currencies as (
    select {{ own_currency() }} as currency
),

periods as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('mart_periods') }}
),

measured_figures as (
    select
        period_grain,
        period_start,
        level,
        connection,
        channel,
        cast(coalesce({{ measured('contacts_created', 'count') }}, 0) as bigint)
            as contacts_created,
        {{ measured('contacts_created', 'share_of_group') }} as share_of_group,
        {{ measured('first_reply', 'mean', 'calendar') }} / 3600 as first_reply_mean_hours,
        {{ measured('first_reply', 'median', 'calendar') }} / 3600 as first_reply_median_hours,
        {{ measured('first_reply', 'p90', 'calendar') }} / 3600 as first_reply_p90_hours,
        {{ measured('first_reply', 'median_km', 'calendar') }} / 3600
            as first_reply_median_km_hours,
        {{ measured('first_reply', 'mean', 'business') }} / 3600
            as first_reply_business_mean_hours,
        {{ measured('first_reply', 'median', 'business') }} / 3600
            as first_reply_business_median_hours,
        {{ measured('first_reply', 'p90', 'business') }} / 3600 as first_reply_business_p90_hours,
        {{ measured('first_reply', 'share_within_1h', 'calendar') }}
            as first_reply_within_1h_share,
        {{ measured('first_reply', 'share_within_4h', 'calendar') }}
            as first_reply_within_4h_share,
        {{ measured('first_reply', 'share_within_24h', 'calendar') }}
            as first_reply_within_24h_share,
        {{ measured('reply_time', 'mean', 'calendar') }} / 60 as reply_time_mean_minutes,
        {{ measured('reply_time', 'median', 'calendar') }} / 60 as reply_time_median_minutes,
        {{ measured('reply_time', 'p90', 'calendar') }} / 60 as reply_time_p90_minutes,
        {{ measured('reply_time', 'median', 'business') }} / 60
            as reply_time_business_median_minutes,
        {{ measured('response_rate', 'share') }} as response_rate,
        {{ measured('message_response_rate', 'share') }} as message_response_rate,
        {{ measured('first_resolution', 'mean', 'calendar') }} / 3600
            as first_resolution_mean_hours,
        {{ measured('first_resolution', 'median', 'calendar') }} / 3600
            as first_resolution_median_hours,
        {{ measured('first_resolution', 'median_km', 'calendar') }} / 3600
            as first_resolution_median_km_hours,
        {{ measured('full_resolution', 'mean', 'calendar') }} / 3600 as full_resolution_mean_hours,
        {{ measured('full_resolution', 'median', 'calendar') }} / 3600
            as full_resolution_median_hours,
        {{ measured('handle', 'mean', 'calendar') }} / 60 as handle_mean_minutes,
        {{ measured('escalated_share', 'share') }} as escalated_share,
        {{ measured('failed_elsewhere_share', 'share') }} as failed_elsewhere_share,
        {{ measured('failed_elsewhere_share', 'share_of_customers') }}
            as failed_elsewhere_share_of_customers,
        {{ measured('transferred_share', 'share') }} as transferred_share,
        -- No lead in a period is a 0 only where leads are captured at all.
        case
            when max({{ measured('leads', 'count') }}) over ever is not null
                then cast(coalesce({{ measured('leads', 'count') }}, 0) as bigint)
        end as leads,
        case
            when max({{ measured('leads', 'count') }}) over ever is not null
                then coalesce({{ measured('leads', 'mean_per_day') }}, 0)
        end as leads_per_day,
        {{ measured('lead_conversion', 'share') }} as lead_conversion_share,
        {{ measured('csat', 'share') }} as csat_share,
        {{ measured('csat', 'response_rate') }} as csat_response_rate,
        {{ measured('nps', 'score') }} as nps_score,
        {{ measured('cost_per_contact', 'mean') }} as cost_per_contact
    from metrics
    group by period_grain, period_start, level, connection, channel
    window ever as (partition by connection, channel)
),

figures as (
    select
        measured_figures.*,
        case when measured_figures.cost_per_contact is not null then own_currencies.currency end
            as cost_currency,
        sentiments.mean_sentiment,
        sentiments.positive_share as positive_sentiment_share,
        sentiments.neutral_share as neutral_sentiment_share,
        sentiments.negative_share as negative_sentiment_share
    from measured_figures
    cross join own_currencies
    left join sentiments
        on
            measured_figures.period_grain = sentiments.period_grain
            and measured_figures.period_start = sentiments.period_start
            and measured_figures.level = sentiments.level
            and measured_figures.connection is not distinct from sentiments.connection
            and measured_figures.channel is not distinct from sentiments.channel
)

select
    figures.*,
    previous.contacts_created as previous_contacts_created,
    previous.first_reply_mean_hours as previous_first_reply_mean_hours,
    previous.first_reply_median_hours as previous_first_reply_median_hours,
    previous.reply_time_median_minutes as previous_reply_time_median_minutes,
    previous.response_rate as previous_response_rate,
    previous.full_resolution_mean_hours as previous_full_resolution_mean_hours,
    previous.escalated_share as previous_escalated_share,
    previous.failed_elsewhere_share as previous_failed_elsewhere_share,
    previous.lead_conversion_share as previous_lead_conversion_share,
    previous.csat_share as previous_csat_share,
    previous.cost_per_contact as previous_cost_per_contact,
    previous.mean_sentiment as previous_mean_sentiment
from figures
left join periods
    on
        figures.period_grain = periods.period_grain
        and figures.period_start = periods.period_start
left join figures as previous
    on
        figures.period_grain = previous.period_grain
        and periods.previous_period_start = previous.period_start
        and figures.level is not distinct from previous.level
        and figures.connection is not distinct from previous.connection
        and figures.channel is not distinct from previous.channel
