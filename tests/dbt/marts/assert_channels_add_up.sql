-- What is counted by channel is counted by group and over all, and by connection over all
-- connections: of every period, each level and scope adds up to the same.
with counts as (
    select * from {{ ref('mart_channel_counts') }}
),

durations as (
    select * from {{ tested(ref('mart_channel_durations')) }}
),

totals as (
    select
        period_grain,
        period_start,
        level,
        connection is null as is_over_all_connections,
        'counts' as metric_id,
        cast(null as varchar) as clock,
        [
            sum(contacts), sum(answered_contacts), sum(closed_contacts), sum(transfers),
            sum(resolutions), sum(reopens), sum(resolved_contacts), sum(fcr_net_contacts),
            sum(messages_received), sum(turns), sum(answered_turns), sum(replies_sent),
            sum(unresolved_contact_days)
        ] as totals
    from counts
    group by period_grain, period_start, level, connection is null
    union all
    select
        period_grain,
        period_start,
        level,
        connection is null as is_over_all_connections,
        metric_id,
        clock,
        [
            sum(samples), sum(total_microseconds), sum(total_squared_milliseconds),
            sum(cohort_15min), sum(within_15min), sum(cohort_1h), sum(within_1h),
            sum(cohort_4h), sum(within_4h), sum(cohort_24h), sum(within_24h),
            sum(cohort_48h), sum(within_48h)
        ] as totals
    from durations
    group by period_grain, period_start, level, connection is null, metric_id, clock
)

select
    period_grain,
    period_start,
    metric_id,
    clock,
    list((level, is_over_all_connections, totals)) as totals_by_level
from totals
group by period_grain, period_start, metric_id, clock
having count(*) != 6 or count(distinct totals) != 1
