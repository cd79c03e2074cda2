{{ config(pre_hook="{{ keep_as_it_was(['schedules', 'holidays']) }}") }}

with schedules as (
    select * from {{ ref('int_schedules') }}
),

source_holidays as (
    select * from {{ ref('int_holidays_unioned') }}
),

seed_holidays as (
    select * from {{ ref('holidays') }}
),

bounds as (
    select
        cast(least(
            (select min(created_at) from {{ ref('int_tickets_unioned') }}),
            (select min(sent_at) from {{ ref('int_messages_unioned') }}),
            (select min(least(queued_at, answered_at)) from {{ ref('int_calls_unioned') }})
        ) as date) - 2 as first_day,
        cast({{ as_of() }} as date) + 1 + {{ days_ahead() }} as last_day
),

days as (
    select {{ each_day('first_day', 'last_day') }} as day
    from bounds
),

holidays as (
    select
        connection,
        schedule_id,
        starts_on,
        ends_on
    from source_holidays
    union all
    select
        connection,
        schedule_id,
        starts_on,
        ends_on
    from seed_holidays
),

holiday_days as (
    select distinct
        schedules.schedule_key,
        days.day
    from schedules
    inner join holidays
        on
            schedules.schedule_id = holidays.schedule_id
            and coalesce(schedules.connection, '')
            = coalesce(holidays.connection, schedules.connection, '')
    inner join days on days.day between holidays.starts_on and holidays.ends_on
),

-- An interval belongs to the local day on which it opens, and each of its two possible parts lies
-- on one local day, so that a holiday closes just the minutes on its own date.
parts as (
    select
        schedules.schedule_key,
        schedules.time_zone,
        days.day as local_day,
        {{ plus_seconds('days.day', 'schedules.opens_second') }} as opens_local,
        {{ plus_seconds(
            'days.day',
            'case when schedules.closes_second > schedules.opens_second'
            ~ ' then schedules.closes_second else 86400 end'
        ) }} as closes_local
    from schedules
    inner join days on schedules.weekday = {{ weekday_of('days.day') }}
    where
        days.day >= coalesce(schedules.valid_from, days.day)
        and days.day <= coalesce(schedules.valid_to, days.day)
    union all
    select
        schedules.schedule_key,
        schedules.time_zone,
        days.day + 1 as local_day,
        cast(days.day + 1 as timestamp) as opens_local,
        {{ plus_seconds('days.day + 1', 'schedules.closes_second') }} as closes_local
    from schedules
    inner join days on schedules.weekday = {{ weekday_of('days.day') }}
    where
        schedules.closes_second <= schedules.opens_second
        and days.day >= coalesce(schedules.valid_from, days.day)
        and days.day <= coalesce(schedules.valid_to, days.day)
),

open_intervals as (
    select
        parts.schedule_key,
        {{ microseconds(local_to_utc('parts.opens_local', 'parts.time_zone')) }} as opens_us,
        {{ microseconds(local_to_utc('parts.closes_local', 'parts.time_zone')) }} as closes_us
    from parts
    where not exists (
        select 1 from holiday_days
        where
            holiday_days.schedule_key = parts.schedule_key
            and holiday_days.day = parts.local_day
    )
),

-- Overlapping intervals count once.
islands as (
    select
        *,
        max(closes_us) over (
            partition by schedule_key order by opens_us, closes_us
            rows between unbounded preceding and 1 preceding
        ) as closed_before_us
    from open_intervals
    where closes_us > opens_us
),

numbered as (
    select
        *,
        sum(case when opens_us <= closed_before_us then 0 else 1 end) over (
            partition by schedule_key order by opens_us, closes_us
            rows between unbounded preceding and current row
        ) as island
    from islands
),

merged as (
    select
        schedule_key,
        min(opens_us) as opens_us,
        max(closes_us) as closes_us
    from numbered
    group by schedule_key, island
),

utc_days as (
    select
        schedule_keys.schedule_key,
        days.day,
        {{ microseconds('cast(days.day as timestamp)') }} as day_start_us,
        {{ microseconds('cast(days.day + 1 as timestamp)') }} as day_end_us
    from (select distinct schedule_key from schedules) as schedule_keys
    cross join days
),

-- By date, for a comparison of all intervals with all days grows with the square of the history.
touched_days as (
    select
        schedule_key,
        opens_us,
        closes_us,
        {{ each_day(utc_date('opens_us'), utc_date('closes_us - 1')) }} as day
    from merged
),

-- A whole day is one piece; each further interval of the day begins another.
cut as (
    select
        utc_days.schedule_key,
        utc_days.day,
        utc_days.day_start_us,
        utc_days.day_end_us,
        greatest(touched_days.opens_us, utc_days.day_start_us) as opens_us,
        least(touched_days.closes_us, utc_days.day_end_us) as closes_us
    from utc_days
    inner join touched_days
        on utc_days.schedule_key = touched_days.schedule_key and utc_days.day = touched_days.day
    union all
    select
        utc_days.schedule_key,
        utc_days.day,
        utc_days.day_start_us,
        utc_days.day_end_us,
        utc_days.day_start_us as opens_us,
        utc_days.day_start_us as closes_us
    from utc_days
    where not exists (
        select 1 from touched_days
        where
            touched_days.schedule_key = utc_days.schedule_key
            and touched_days.day = utc_days.day
    )
)

select
    schedule_key,
    day,
    coalesce(
        lag(closes_us) over (partition by schedule_key, day order by opens_us), day_start_us
    ) as piece_starts_us,
    case
        when lead(opens_us) over (partition by schedule_key, day order by opens_us) is null
            then day_end_us
        else closes_us
    end as piece_ends_us,
    opens_us,
    closes_us,
    cast(coalesce(sum(closes_us - opens_us) over (
        partition by schedule_key order by opens_us, closes_us
        rows between unbounded preceding and 1 preceding
    ), 0) as bigint) as open_before_us
from cut
