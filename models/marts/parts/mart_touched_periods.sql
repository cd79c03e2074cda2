with dates as (
    select * from {{ ref('dim_dates') }}
),

touched_days as (
    {%- if renders_changes() %}
        select date_on from {{ touched_days() }}
        union
        select month_starts_on as date_on from {{ months_of_unsettled_medians() }}
    {%- else %}
        select cast(null as date) as date_on
        where false
    {%- endif %}
),

touched as (
    select dates.*
    from dates
    inner join touched_days on dates.date_on = touched_days.date_on
),

-- Each touched period, the one that is compared with it, and the one that it is compared with.
neighbours as (
    select around.periods_away from (values (-1), (0), (1)) as around (periods_away)
),

periods as (
    select
        'day' as period_grain,
        touched.date_on + neighbours.periods_away as period_start,
        neighbours.periods_away
    from touched
    cross join neighbours
    union all
    select
        'week' as period_grain,
        touched.week_starts_on + 7 * neighbours.periods_away as period_start,
        neighbours.periods_away
    from touched
    cross join neighbours
    union all
    select
        'month' as period_grain,
        {{ plus_months('touched.month_starts_on', 'neighbours.periods_away') }} as period_start,
        neighbours.periods_away
    from touched
    cross join neighbours
)

select
    period_grain,
    period_start,
    bool_or(periods_away = 0) as is_touched,
    bool_or(periods_away >= 0) as is_replaced
from periods
group by period_grain, period_start
