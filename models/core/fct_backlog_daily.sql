with changes as (
    select * from {{ ref('int_status_moves') }}
),

-- A state that no event dates has no part in the backlog.
contacts as (
    select * from {{ ref('int_contact_outcomes') }}
    where exclusion_reason is null and is_status_dated
),

dates as (
    select * from {{ ref('dim_dates') }}
),

-- Without one dated change of a status a connection tells how contacts came, never how they went:
-- such a series would grow for ever.
connections as (
    select distinct connection from contacts
    where contact_key in (select changes.contact_key from changes)
),

-- Every contact enters as new; each change takes it from one status to another.
moves as (
    select
        connection,
        channel,
        created_at as moved_at,
        cast(null as {{ type_text() }}) as status_before,
        'new' as status_after
    from contacts
    union all
    select
        contacts.connection,
        contacts.channel,
        greatest(changes.occurred_at, contacts.created_at) as moved_at,
        changes.status_before,
        changes.status as status_after
    from changes
    inner join contacts on changes.contact_key = contacts.contact_key
),

moves_by_day as (
    select
        moves.connection,
        moves.channel,
        moves.status_before,
        moves.status_after,
        {{ reporting_date('moves.moved_at', 'dates') }} as date_on,
        count(*) as contacts
    from moves
    inner join connections on moves.connection = connections.connection
    left join dates on cast(moves.moved_at as date) = dates.date_on
    {{ group_by_first(5) }}
),

sides as (
    select
        connection,
        channel,
        date_on,
        status_after as status,
        contacts as change
    from moves_by_day
    union all
    select
        connection,
        channel,
        date_on,
        status_before as status,
        -contacts as change
    from moves_by_day
    where status_before is not null
),

changes_by_day as (
    select
        connection,
        channel,
        status,
        date_on,
        sum(change) as change
    from sides
    where not {{ is_resolved('status') }}
    group by connection, channel, status, date_on
),

series as (
    select
        connection,
        channel,
        status,
        min(date_on) as first_on
    from changes_by_day
    group by connection, channel, status
),

today as (
    select {{ reporting_date(as_of(), 'dates') }} as today_on
    from dates
    where dates.date_on = cast({{ as_of() }} as date)
),

every_day as (
    select
        series.connection,
        series.channel,
        series.status,
        dates.date_on
    from series
    cross join today
    inner join dates on dates.date_on between series.first_on and today.today_on
)

select
    every_day.connection,
    every_day.channel,
    every_day.status,
    every_day.date_on,
    cast(sum(coalesce(changes_by_day.change, 0)) over (
        partition by every_day.connection, every_day.channel, every_day.status
        order by every_day.date_on
        rows between unbounded preceding and current row
    ) as bigint) as unresolved_contacts
from every_day
left join changes_by_day
    on
        every_day.connection = changes_by_day.connection
        and every_day.channel = changes_by_day.channel
        and every_day.status = changes_by_day.status
        and every_day.date_on = changes_by_day.date_on
