with contacts as not materialized (
    select *
    from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

resolutions as not materialized (
    select *
    from {{ ref('fct_resolutions') }}
    where exclusion_reason is null
),

channels as (
    select * from {{ ref('dim_channels') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

data_days as (
    select date_on from {{ ref('mart_periods') }}
    where period_grain = 'all' and date_on between period_start and last_data_on
),

-- Without one dated resolution a connection tells how contacts came, never how they went: such a
-- series would grow for ever.
connections as (
    select distinct connection from resolutions
),

-- A resolution that clock skew puts before the creation counts from the creation.
skewed as (
    select
        resolutions.resolution_key,
        contacts.created_at
    from resolutions
    inner join contacts on resolutions.contact_key = contacts.contact_key
    where resolutions.seconds_from_created = 0 and resolutions.resolved_at < contacts.created_at
),

clipped as (
    select
        resolutions.connection,
        resolutions.channel,
        greatest(resolutions.resolved_at, skewed.created_at) as resolved_at,
        case
            when resolutions.reopened_at is not null
                then greatest(resolutions.reopened_at, skewed.created_at)
        end as reopened_at
    from resolutions
    left join skewed on resolutions.resolution_key = skewed.resolution_key
),

-- States that no event dates have no part in it.
changes as (
    select
        connection,
        channel,
        created_at as changed_at,
        1 as change
    from contacts
    where requester_wait_seconds is not null
    union all
    select
        connection,
        channel,
        resolved_at as changed_at,
        -1 as change
    from clipped
    union all
    select
        connection,
        channel,
        reopened_at as changed_at,
        1 as change
    from clipped
    where reopened_at is not null
),

changes_by_day as (
    select
        changes.connection,
        changes.channel,
        {{ reporting_date('changes.changed_at', 'dates') }} as date_on,
        sum(changes.change) as change
    from changes
    inner join connections on changes.connection = connections.connection
    left join dates on cast(changes.changed_at as date) = dates.date_on
    group by all
),

series as (
    select
        connection,
        channel,
        min(date_on) as first_on
    from changes_by_day
    group by connection, channel
),

every_day as (
    select
        series.connection,
        series.channel,
        data_days.date_on
    from series
    inner join data_days on series.first_on <= data_days.date_on
)

select
    every_day.connection,
    channels.channel_group,
    every_day.channel,
    every_day.date_on,
    cast(sum(coalesce(changes_by_day.change, 0)) over (
        partition by every_day.connection, every_day.channel
        order by every_day.date_on
        rows between unbounded preceding and current row
    ) as bigint) as unresolved_contacts
from every_day
inner join channels on every_day.channel = channels.channel
left join changes_by_day
    on
        every_day.connection = changes_by_day.connection
        and every_day.channel = changes_by_day.channel
        and every_day.date_on = changes_by_day.date_on
