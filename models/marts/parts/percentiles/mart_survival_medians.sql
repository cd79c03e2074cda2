with contacts as (
    select * from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
    where period_grain = 'all'
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

by_wait as (
    select
        waits.connection,
        waits.channel_group,
        waits.channel,
        waits.metric_id,
        months.month_starts_on,
        case
            when waits.seconds is not null then {{ whole_microseconds('waits.seconds') }}
            else greatest(
                0, {{ microseconds('waits.known_until') }} - {{ microseconds('waits.created_at') }}
            )
        end as wait_us,
        count(waits.seconds) as finished,
        count(*) - count(waits.seconds) as censored
    from waits
    left join dates on cast(waits.created_at as date) = dates.date_on
    left join dates as months on {{ reporting_date('waits.created_at', 'dates') }} = months.date_on
    group by all
),

-- Which series the waits of a channel and month belong to: numbers make short work of sorting them.
-- Over all connections only where there are several; the one's own figures are copied below.
series as (
    select
        cells.*,
        grains.period_grain,
        case when grains.period_grain = 'month' then cells.month_starts_on end as period_start,
        case when scopes.is_one_connection then cells.connection end as series_connection,
        case when levels.level <> 'all' then cells.channel_group end as series_channel_group,
        case when levels.level = 'channel' then cells.channel end as series_channel
    from (
        select distinct
            connection,
            channel_group,
            channel,
            metric_id,
            month_starts_on
        from by_wait
    ) as cells
    cross join (values ('month'), ('all')) as grains (period_grain)
    cross join (values ('channel'), ('group'), ('all')) as levels (level)
    cross join (values (true), (false)) as scopes (is_one_connection)
    where
        scopes.is_one_connection
        or (select count(distinct contacts.connection) > 1 from contacts)
),

numbered as (
    select
        *,
        dense_rank() over (
            order by
                period_grain, period_start, series_connection, series_channel_group, series_channel,
                metric_id
        ) as series_number
    from series
),

by_series as (
    select
        numbered.series_number,
        by_wait.wait_us,
        cast(sum(by_wait.finished) as bigint) as finished,
        cast(sum(by_wait.censored) as bigint) as censored
    from by_wait
    inner join numbered
        on
            by_wait.connection = numbered.connection
            and by_wait.channel = numbered.channel
            and by_wait.metric_id = numbered.metric_id
            and by_wait.month_starts_on = numbered.month_starts_on
    group by numbered.series_number, by_wait.wait_us
),

totals as (
    select
        series_number,
        cast(sum(finished + censored) as bigint) as samples
    from by_series
    group by series_number
),

-- At one instant events come before what is censored.
counted as (
    select
        *,
        sum(finished) over so_far as finished_so_far,
        sum(censored) over so_far - censored as censored_before
    from by_series
    window so_far as (
        partition by series_number
        order by wait_us rows between unbounded preceding and current row
    )
),

-- Between two censored waits the product of Kaplan and Meier telescopes: of n there are (still
-- waiting) / n left, raised by r / (r - c) for each c that were lost from sight out of r before. So
-- only rows with censored waits are looked at, and those at which the curve may cross one half:
-- it is never above 1 - finished / n, nor below 1 - finished / (n - censored).
crossing as (
    select
        counted.series_number,
        counted.wait_us,
        counted.finished,
        counted.censored,
        totals.samples,
        totals.samples - counted.finished_so_far - counted.censored_before as waiting_on
    from counted
    inner join totals on counted.series_number = totals.series_number
    where
        2 * (counted.finished_so_far - counted.finished) < totals.samples
        and (
            counted.censored > 0
            or 2 * counted.finished_so_far >= totals.samples - counted.censored_before
        )
),

raised as (
    select
        *,
        coalesce(sum(
            case
                when waiting_on > censored then ln(waiting_on / (waiting_on - censored))
                else 0
            end
        ) over (
            partition by series_number
            order by wait_us rows between unbounded preceding and 1 preceding
        ), 0) as raised_by_logarithm
    from crossing
),

-- Rounded, so that a curve that stands at exactly one half is not missed by a hair.
medians as (
    select
        series_number,
        any_value(samples) as samples,
        min(wait_us) as median_us
    from raised
    where
        finished > 0
        and round(waiting_on / samples * exp(raised_by_logarithm), 12) <= 0.5
    group by series_number
),

named as (
    select distinct
        numbered.period_grain,
        coalesce(numbered.period_start, periods.period_start) as period_start,
        numbered.series_connection as connection,
        numbered.series_channel_group as channel_group,
        numbered.series_channel as channel,
        numbered.metric_id,
        medians.samples,
        medians.median_us
    from medians
    inner join numbered on medians.series_number = numbered.series_number
    cross join (select distinct periods.period_start from periods) as periods
),

copied as (
    select * from named
    union all
    select * replace (cast(null as varchar) as connection)
    from named
    where (select count(distinct contacts.connection) = 1 from contacts)
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
