with contacts as {{ inlined() }} (
    select *
    from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

turns as {{ inlined() }} (
    select *
    from {{ ref('fct_turns') }}
    where exclusion_reason is null
),

replies as {{ inlined() }} (
    select *
    from {{ ref('fct_replies') }}
    where exclusion_reason is null
),

resolutions as {{ inlined() }} (
    select *
    from {{ ref('fct_resolutions') }}
    where exclusion_reason is null
),

dates as (
    select * from {{ ref('dim_dates') }}
),

-- The last day of data is not as_of's: an export of an old year is no year of empty days since.
instants as (
    select
        (select min(created_at) from contacts) as first_at,
        greatest(
            (select max(created_at) from contacts),
            (select max(started_at) from turns),
            (select max(sent_at) from replies),
            (select max(resolved_at) from resolutions),
            (select max(reopened_at) from resolutions)
        ) as last_at
),

data_range as (
    select
        {{ reporting_date('instants.first_at', 'first_dates') }} as first_on,
        {{ reporting_date('instants.last_at', 'last_dates') }} as last_on
    from instants
    inner join dates as first_dates on cast(instants.first_at as date) = first_dates.date_on
    inner join dates as last_dates on cast(instants.last_at as date) = last_dates.date_on
),

today as (
    select {{ reporting_date(as_of(), 'dates') }} as today_on
    from dates
    where dates.date_on = cast({{ as_of() }} as date)
),

grains as (
    select
        'day' as period_grain,
        date_on,
        date_on as period_start,
        date_on - 1 as previous_period_start
    from dates
    union all
    select
        'week' as period_grain,
        date_on,
        week_starts_on as period_start,
        week_starts_on - 7 as previous_period_start
    from dates
    union all
    select
        'month' as period_grain,
        date_on,
        month_starts_on as period_start,
        cast(month_starts_on - interval '1 month' as date) as previous_period_start
    from dates
    union all
    select
        'all' as period_grain,
        dates.date_on,
        data_range.first_on as period_start,
        cast(null as date) as previous_period_start
    from dates
    cross join data_range
),

marked as (
    select
        grains.*,
        grains.date_on between data_range.first_on and data_range.last_on as is_in_data,
        grains.date_on <= today.today_on as has_begun
    from grains
    cross join data_range
    cross join today
)

select
    period_grain,
    date_on,
    period_start,
    previous_period_start,
    case
        when period_grain = 'all' then count(*) filter (where is_in_data) over period
        else count(*) filter (where has_begun) over period
    end as calendar_days,
    count(*) filter (where is_in_data) over period as data_days,
    max(date_on) filter (where is_in_data) over period as last_data_on
from marked
window period as (partition by period_grain, period_start)
