with days as (
    select
        {{ each_day("date '1969-12-31'", 'cast(' ~ as_of() ~ ' as date) + 2') }} as date_on
),

starts as (
    select
        date_on,
        {{ local_to_utc('cast(date_on as timestamp)', reporting_time_zone()) }} as starts_at
    from days
),

spans as (
    select
        *,
        lead(starts_at) over (order by date_on) as ends_at
    from starts
)

select
    date_on,
    starts_at,
    ends_at,
    cast(date_trunc('week', date_on) as date) as week_starts_on,
    cast(date_trunc('month', date_on) as date) as month_starts_on
from spans
where ends_at is not null
