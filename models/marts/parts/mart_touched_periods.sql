with dates as (
    select * from {{ ref('dim_dates') }}
),

touched_days as (
    {%- if renders_changes() %}
        select date_on from {{ touched_days() }}
    {%- else %}
        select cast(null as date) as date_on
        where false
    {%- endif %}
),

unsettled as (
    {%- if renders_changes() %}
        select month_starts_on from {{ months_of_unsettled_medians() }}
    {%- else %}
        select cast(null as date) as month_starts_on
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
        neighbours.periods_away = 0 as is_touched,
        neighbours.periods_away >= 0 as is_replaced,
        false as is_unsettled
    from touched
    cross join neighbours
    union all
    select
        'week' as period_grain,
        touched.week_starts_on + 7 * neighbours.periods_away as period_start,
        neighbours.periods_away = 0 as is_touched,
        neighbours.periods_away >= 0 as is_replaced,
        false as is_unsettled
    from touched
    cross join neighbours
    union all
    select
        'month' as period_grain,
        {{ plus_months('touched.month_starts_on', 'neighbours.periods_away') }} as period_start,
        neighbours.periods_away = 0 as is_touched,
        neighbours.periods_away >= 0 as is_replaced,
        false as is_unsettled
    from touched
    cross join neighbours
    union all
    select
        'month' as period_grain,
        month_starts_on as period_start,
        false as is_touched,
        false as is_replaced,
        true as is_unsettled
    from unsettled
)

select
    period_grain,
    period_start,
    bool_or(is_touched) as is_touched,
    bool_or(is_replaced) as is_replaced,
    bool_or(is_unsettled) as is_unsettled
from periods
group by period_grain, period_start
