with backlog as (
    select * from {{ ref('fct_backlog_daily') }}
),

contacts as {{ inlined() }} (
    select * from {{ ref('fct_contacts') }}
    where exclusion_reason is null and requester_wait_seconds is not null
),

resolutions as {{ inlined() }} (
    select * from {{ ref('fct_resolutions') }}
    where exclusion_reason is null
),

channels as (
    select * from {{ ref('dim_channels') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
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

-- A contact is open from its creation to its first resolution, and from each reopening to the next
-- one. What clock skew puts before the creation counts from the creation.
open_spans as (
    select
        connection,
        channel,
        created_at,
        'created' as opened_by,
        created_at as opened_at,
        case when first_resolved_at is not null then greatest(first_resolved_at, created_at) end
            as closed_at
    from contacts
    union all
    select
        reopened.connection,
        reopened.channel,
        contacts.created_at,
        'reopened' as opened_by,
        greatest(reopened.reopened_at, contacts.created_at) as opened_at,
        case
            when following.resolved_at is not null
                then greatest(following.resolved_at, contacts.created_at)
        end as closed_at
    from resolutions as reopened
    inner join contacts on reopened.contact_key = contacts.contact_key
    left join resolutions as following
        on
            reopened.contact_key = following.contact_key
            and reopened.resolution_number + 1 = following.resolution_number
    where reopened.reopened_at is not null
),

-- Days of 24 hours that have passed since the creation.
age_bands as (
    select
        bands.age_band,
        bands.from_days,
        bands.until_days
    from (
        values
        ('0-1', 0, 1), ('1-3', 1, 3), ('3-7', 3, 7), ('7-14', 7, 14), ('14-30', 14, 30),
        ('30+', 30, null)
    ) as bands (age_band, from_days, until_days)
),

-- Who is exactly as old as a band begins when the day ends is in it: hence the microsecond.
spans_in_bands as (
    select
        open_spans.connection,
        open_spans.channel,
        age_bands.age_band,
        greatest(
            open_spans.opened_at,
            {{ plus_seconds('open_spans.created_at', 'age_bands.from_days * 86400') }}
            - interval '1 microsecond'
        ) as entered_at,
        least(
            open_spans.closed_at,
            {{ plus_seconds('open_spans.created_at', 'age_bands.until_days * 86400') }}
            - interval '1 microsecond'
        ) as left_at
    from open_spans
    cross join age_bands
),

changes as (
    select
        connection,
        channel,
        opened_by as counted_as,
        opened_at as changed_at,
        1 as change
    from open_spans
    union all
    select
        connection,
        channel,
        'resolved' as counted_as,
        closed_at as changed_at,
        1 as change
    from open_spans
    where closed_at is not null
    union all
    select
        connection,
        channel,
        age_band as counted_as,
        entered_at as changed_at,
        1 as change
    from spans_in_bands
    where coalesce(entered_at < left_at, true) and entered_at <= {{ as_of() }}
    union all
    select
        connection,
        channel,
        age_band as counted_as,
        left_at as changed_at,
        -1 as change
    from spans_in_bands
    where entered_at < left_at and left_at <= {{ as_of() }}
),

changes_by_day as (
    select
        changes.connection,
        changes.channel,
        {{ reporting_date('changes.changed_at', 'dates') }} as date_on,
        changes.counted_as,
        sum(changes.change) as change
    from changes
    left join dates on cast(changes.changed_at as date) = dates.date_on
    {{ group_by_first(4) }}
),

flows as (
    select
        connection,
        channel,
        date_on,
        sum(case when counted_as = 'created' then change else 0 end) as created_contacts,
        sum(case when counted_as = 'reopened' then change else 0 end) as reopened_contacts,
        sum(case when counted_as = 'resolved' then change else 0 end) as resolved_contacts,
        sum(case when counted_as = '0-1' then change else 0 end) as under_1_day,
        sum(case when counted_as = '1-3' then change else 0 end) as from_1_to_3_days,
        sum(case when counted_as = '3-7' then change else 0 end) as from_3_to_7_days,
        sum(case when counted_as = '7-14' then change else 0 end) as from_7_to_14_days,
        sum(case when counted_as = '14-30' then change else 0 end) as from_14_to_30_days,
        sum(case when counted_as = '30+' then change else 0 end) as over_30_days
    from changes_by_day
    group by connection, channel, date_on
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
