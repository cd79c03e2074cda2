with backlog as (
    select * from {{ ref('fct_backlog_daily') }}
),

flows as (
    select * from {{ ref('mart_daily_backlog_flows') }}
),

channels as (
    select * from {{ ref('dim_channels') }}
),

-- The fact goes on to as_of; the figures end with the data.
data_days as (
    select date_on from {{ ref('mart_periods') }}
    where period_grain = 'all' and date_on between period_start and last_data_on
),

by_status as (
    select
        backlog.connection,
        backlog.channel,
        backlog.date_on,
        sum(backlog.unresolved_contacts) as unresolved_contacts,
        sum(case when backlog.status = 'new' then backlog.unresolved_contacts else 0 end)
            as unresolved_new,
        sum(case when backlog.status = 'open' then backlog.unresolved_contacts else 0 end)
            as unresolved_open,
        sum(case when backlog.status = 'pending' then backlog.unresolved_contacts else 0 end)
            as unresolved_pending,
        sum(case when backlog.status = 'on_hold' then backlog.unresolved_contacts else 0 end)
            as unresolved_on_hold
    from backlog
    inner join data_days on backlog.date_on = data_days.date_on
    group by backlog.connection, backlog.channel, backlog.date_on
),

every_day as (
    select
        by_status.*,
        coalesce(flows.created_contacts, 0) as created_contacts,
        coalesce(flows.reopened_contacts, 0) as reopened_contacts,
        coalesce(flows.resolved_contacts, 0) as resolved_contacts,
        lag(by_status.unresolved_contacts, 1, 0) over days as unresolved_the_day_before,
        sum(flows.under_1_day) over days_so_far as under_1_day,
        sum(flows.from_1_to_3_days) over days_so_far as from_1_to_3_days,
        sum(flows.from_3_to_7_days) over days_so_far as from_3_to_7_days,
        sum(flows.from_7_to_14_days) over days_so_far as from_7_to_14_days,
        sum(flows.from_14_to_30_days) over days_so_far as from_14_to_30_days,
        sum(flows.over_30_days) over days_so_far as over_30_days
    from by_status
    left join flows
        on
            by_status.connection = flows.connection
            and by_status.channel = flows.channel
            and by_status.date_on = flows.date_on
    window
        days as (
            partition by by_status.connection, by_status.channel order by by_status.date_on
        ),
        days_so_far as (
            partition by by_status.connection, by_status.channel order by by_status.date_on
            rows between unbounded preceding and current row
        )
)

select
    every_day.connection,
    channels.channel_group,
    every_day.channel,
    every_day.date_on,
    cast(every_day.unresolved_contacts as bigint) as unresolved_contacts,
    cast(every_day.unresolved_the_day_before as bigint) as unresolved_the_day_before,
    cast(every_day.created_contacts as bigint) as created_contacts,
    cast(every_day.reopened_contacts as bigint) as reopened_contacts,
    cast(every_day.resolved_contacts as bigint) as resolved_contacts,
    cast(every_day.unresolved_new as bigint) as unresolved_new,
    cast(every_day.unresolved_open as bigint) as unresolved_open,
    cast(every_day.unresolved_pending as bigint) as unresolved_pending,
    cast(every_day.unresolved_on_hold as bigint) as unresolved_on_hold,
    cast(every_day.under_1_day as bigint) as unresolved_under_1_day,
    cast(every_day.from_1_to_3_days as bigint) as unresolved_1_to_3_days,
    cast(every_day.from_3_to_7_days as bigint) as unresolved_3_to_7_days,
    cast(every_day.from_7_to_14_days as bigint) as unresolved_7_to_14_days,
    cast(every_day.from_14_to_30_days as bigint) as unresolved_14_to_30_days,
    cast(every_day.over_30_days as bigint) as unresolved_over_30_days
from every_day
inner join channels on every_day.channel = channels.channel
