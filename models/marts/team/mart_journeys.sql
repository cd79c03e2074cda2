with by_day as (
    select * from {{ ref('mart_daily_journeys') }}
),

channels as (
    select * from {{ ref('dim_channels') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

periods_before as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from periods
),

counts as (
    select * from {{ ref('mart_channel_counts') }}
    where level = 'group' and contacts > 0
),

groups as (
    select distinct channel_group
    from channels
),

pairs as (
    select
        periods.period_grain,
        periods.period_start,
        by_day.connection,
        by_day.from_channel_group,
        by_day.to_channel_group,
        sum(by_day.moved) as moved,
        sum(by_day.came_back) as came_back,
        sum(by_day.followed) as followed
    from by_day
    inner join periods on by_day.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start,
        by_day.from_channel_group, by_day.to_channel_group,
        cube(by_day.connection)
),

cohorts as (
    select
        period_grain,
        period_start,
        connection,
        from_channel_group,
        sum(followed) as followed
    from pairs
    group by period_grain, period_start, connection, from_channel_group
),

figures as (
    select
        counts.period_grain,
        counts.period_start,
        counts.connection,
        counts.channel_group as from_channel_group,
        groups.channel_group as to_channel_group,
        counts.contacts,
        cast(coalesce(pairs.moved, 0) as bigint) as contacts_moved,
        cast(coalesce(pairs.moved, 0) as double) / counts.contacts as moved_share,
        cast(coalesce(cohorts.followed, 0) as bigint) as contacts_followed_7_days,
        cast(coalesce(pairs.came_back, 0) as bigint) as contacts_coming_back,
        case
            when cohorts.followed > 0
                then cast(coalesce(pairs.came_back, 0) as double) / cohorts.followed
        end as coming_back_share,
        cast(counts.contacts_failed_elsewhere as double) / nullif(counts.inbound_social_contacts, 0)
            as failed_elsewhere_share,
        cast(counts.fcr_gross_contacts as double) / nullif(counts.contacts_with_fcr_gross, 0)
            as fcr_gross_share,
        cast(counts.fcr_net_contacts as double) / nullif(counts.contacts_with_fcr_net, 0)
            as fcr_net_share
    from counts
    cross join groups
    left join pairs
        on
            counts.period_grain = pairs.period_grain
            and counts.period_start = pairs.period_start
            and counts.connection is not distinct from pairs.connection
            and counts.channel_group = pairs.from_channel_group
            and groups.channel_group = pairs.to_channel_group
    left join cohorts
        on
            counts.period_grain = cohorts.period_grain
            and counts.period_start = cohorts.period_start
            and counts.connection is not distinct from cohorts.connection
            and counts.channel_group = cohorts.from_channel_group
)

select
    figures.*,
    previous.contacts as previous_contacts,
    previous.moved_share as previous_moved_share,
    previous.coming_back_share as previous_coming_back_share,
    previous.failed_elsewhere_share as previous_failed_elsewhere_share,
    previous.fcr_net_share as previous_fcr_net_share
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
        and figures.from_channel_group = previous.from_channel_group
        and figures.to_channel_group = previous.to_channel_group
