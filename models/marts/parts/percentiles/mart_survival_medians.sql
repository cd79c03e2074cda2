{{ config(meta={'replaces_unsettled': true}) }}

with contacts as (
    select * from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select distinct
        period_grain,
        period_start
    from {{ periods_to_count() }}
    where period_grain in ('month', 'all')
),

-- Who waits, since when, and what ended the waiting: the event, or the end of what is known of it.
-- A contact that was resolved nobody knows when, with no reply, tells nothing of the wait.
waits as (
    select
        connection,
        channel_group,
        channel,
        created_at,
        'first_reply' as metric_id,
        first_reply_seconds as seconds,
        case when is_resolved then resolved_at else {{ as_of() }} end as known_until
    from contacts
    where
        not is_outbound
        and not is_truncated
        and (
            first_reply_seconds is not null
            or resolved_at is not null
            or not coalesce(is_resolved, false)
        )
    union all
    select
        connection,
        channel_group,
        channel,
        created_at,
        'first_resolution' as metric_id,
        first_resolution_seconds as seconds,
        {{ as_of() }} as known_until
    from contacts
    where requester_wait_seconds is not null
),

dated as (
    select
        waits.connection,
        waits.channel_group,
        waits.channel,
        waits.metric_id,
        months.month_starts_on,
        waits.seconds is not null as is_finished,
        case
            when waits.seconds is not null then {{ whole_microseconds('waits.seconds') }}
            else greatest(
                0, {{ microseconds('waits.known_until') }} - {{ microseconds('waits.created_at') }}
            )
        end as wait_us
    from waits
    left join dates on cast(waits.created_at as date) = dates.date_on
    left join dates as months on {{ reporting_date('waits.created_at', 'dates') }} = months.date_on
),

cells as (
    select
        connection,
        channel_group,
        channel,
        metric_id,
        month_starts_on,
        count(*) as samples,
        count(*) filter (where not is_finished) as censored
    from dated
    group by connection, channel_group, channel, metric_id, month_starts_on
),

connections as (
    select count(distinct connection) as connections
    from cells
),

-- Which series the waits of a cell belong to. Over all connections only where there are several;
-- the one's own figures are copied below.
series as (
    select
        cells.*,
        grains.period_grain,
        case when grains.period_grain = 'month' then cells.month_starts_on end as period_start,
        case when scopes.is_one_connection then cells.connection end as series_connection,
        case when levels.level <> 'all' then cells.channel_group end as series_channel_group,
        case when levels.level = 'channel' then cells.channel end as series_channel
    from cells
    cross join (values ('month'), ('all')) as grains (period_grain)
    cross join (values ('channel'), ('group'), ('all')) as levels (level)
    cross join (values (true), (false)) as scopes (is_one_connection)
    where
        (
            scopes.is_one_connection
            or (select connections.connections > 1 from connections)
        )
        and (
            grains.period_grain = 'all'
            or cells.month_starts_on in (
                select periods.period_start from periods
                where periods.period_grain = 'month'
            )
        )
),

numbered as (
    select
        *,
        cast(dense_rank() over (
            order by
                period_grain, period_start, series_connection, series_channel_group, series_channel,
                metric_id
        ) as integer) as series_number
    from series
),

totals as (
    select
        series_number,
        cast(sum(samples) as bigint) as samples,
        cast(sum(censored) as bigint) as censored
    from numbered
    group by series_number
),

-- At one instant what ends comes before what is lost from sight; one number sorts faster than two.
placed as (
    select
        numbered.series_number,
        dated.wait_us,
        dated.is_finished,
        row_number() over (
            partition by numbered.series_number
            order by dated.wait_us * 2 + cast(not dated.is_finished as integer)
        ) as place
    from dated
    inner join numbered
        on
            dated.connection = numbered.connection
            and dated.channel = numbered.channel
            and dated.metric_id = numbered.metric_id
            and dated.month_starts_on = numbered.month_starts_on
),

-- Of n waits, n - place go on after each. Between two that are lost from sight the product of
-- Kaplan and Meier telescopes: it falls to (n - place) / n, and each lost one out of r raises all
-- that follows by r / (r - 1).
lost as (
    select
        placed.series_number,
        placed.place,
        sum(
            case
                when totals.samples > placed.place
                    then ln((totals.samples - placed.place + 1) / (totals.samples - placed.place))
                else 0
            end
        ) over (
            partition by placed.series_number
            order by placed.place rows between unbounded preceding and current row
        ) as raised_by_logarithm
    from placed
    inner join totals on placed.series_number = totals.series_number
    where not placed.is_finished
),

-- The curve is never above 1 - finished / n, nor below 1 - place / n: so it falls to one half
-- between these places.
crossing as (
    select
        placed.series_number,
        placed.wait_us,
        placed.place,
        totals.samples
    from placed
    inner join totals on placed.series_number = totals.series_number
    where
        placed.is_finished
        and 2 * placed.place >= totals.samples
        and 2 * (placed.place - totals.censored) <= totals.samples + 1
),

-- With some slack, so that a curve that stands at exactly one half is not missed by a hair.
medians as (
    select
        crossing.series_number,
        any_value(crossing.samples) as samples,
        min(crossing.wait_us) as median_us
    from crossing
    {{ asof_join(
        'left', 'lost', 'series_number', 'crossing.series_number',
        place='place', comes_by='crossing.place'
    ) }}
    where
        (crossing.samples - crossing.place) / crossing.samples
        * exp(coalesce(lost.raised_by_logarithm, 0)) < 0.5000000000005
    group by crossing.series_number
),

all_time as (
    select period_start from periods
    where period_grain = 'all'
),

named as (
    select distinct
        numbered.period_grain,
        coalesce(numbered.period_start, all_time.period_start) as period_start,
        numbered.series_connection as connection,
        numbered.series_channel_group as channel_group,
        numbered.series_channel as channel,
        numbered.metric_id,
        medians.samples,
        medians.median_us
    from medians
    inner join numbered on medians.series_number = numbered.series_number
    cross join all_time
),

copied as (
    select * from named
    union all
    select
        period_grain,
        period_start,
        cast(null as {{ type_text() }}) as connection,
        channel_group,
        channel,
        metric_id,
        samples,
        median_us
    from named
    where (select connections.connections = 1 from connections)
)

select
    period_grain,
    period_start,
    connection,
    channel_group,
    channel,
    metric_id,
    'calendar' as clock,
    samples,
    median_us / 1000000 as median_km_seconds
from copied
