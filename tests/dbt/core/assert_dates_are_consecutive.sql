-- Days follow each other without a gap or an overlap, so that every instant has exactly one date.
with dates as (
    select
        *,
        lag(date_on) over (order by date_on) as date_before,
        lag(ends_at) over (order by date_on) as end_before
    from {{ ref('dim_dates') }}
)

select
    date_on,
    date_before,
    starts_at,
    end_before
from dates
where
    date_on <> date_before + 1
    or starts_at <> end_before
    or ends_at <= starts_at
    or week_starts_on > date_on
    or isodow(week_starts_on) <> 1
    or date_on - week_starts_on > 6
