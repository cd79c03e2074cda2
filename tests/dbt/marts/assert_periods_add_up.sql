-- What is counted by day is counted by week, month and all time: of every series, the periods of
-- each grain add up to the same.
with counts as (
    select * from {{ ref('mart_channel_counts') }}
),

durations as (
    select * from {{ ref('mart_channel_durations') }}
),

totals as (
    select
        period_grain,
        level,
        connection,
        channel_group,
        channel,
        'counts' as metric_id,
        cast(null as varchar) as clock,
        [
            sum(contacts), sum(answered_contacts), sum(closed_contacts), sum(transfers),
            sum(resolutions), sum(reopens), sum(resolved_contacts), sum(fcr_net_contacts),
            sum(messages_received), sum(turns), sum(answered_turns), sum(replies_sent),
            sum(unresolved_contact_days)
        ] as totals
    from counts
    group by period_grain, level, connection, channel_group, channel
    union all
    select
        period_grain,
        level,
        connection,
        channel_group,
        channel,
        metric_id,
        clock,
        [
            sum(samples), sum(total_microseconds), sum(total_squared_milliseconds),
            sum(cohort_15min), sum(within_15min), sum(cohort_1h), sum(within_1h),
            sum(cohort_4h), sum(within_4h), sum(cohort_24h), sum(within_24h),
            sum(cohort_48h), sum(within_48h)
        ] as totals
    from durations
    group by period_grain, level, connection, channel_group, channel, metric_id, clock
)

select
    level,
    connection,
    channel_group,
    channel,
    metric_id,
    clock,
    map_from_entries(list((period_grain, totals))) as totals_by_grain
from totals
group by level, connection, channel_group, channel, metric_id, clock
having count(*) != 4 or count(distinct totals) != 1
