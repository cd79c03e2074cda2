{{ config(materialized='incremental', incremental_strategy='by_period') }}

-- Written down once: each is of a day and of all time.
with waits as (
    select * from {{ ref('mart_agent_waits') }}
),

dates as (
    select * from {{ dates_to_count('any') }}
),

periods as (
    select * from {{ periods_to_count() }}
),

all_time as (
    select distinct
        period_grain,
        period_start
    from periods
    where period_grain = 'all'
),

waits_in_periods as {{ inlined() }} (
    select
        waits.*,
        periods.period_grain,
        periods.period_start
    from waits
    inner join dates on cast(waits.counted_at as date) = dates.date_on
    inner join periods on {{ reporting_date('waits.counted_at', 'dates') }} = periods.date_on
    where periods.period_grain <> 'all'
    union all
    select
        waits.*,
        all_time.period_grain,
        all_time.period_start
    from waits
    cross join all_time
)

select
    period_grain,
    period_start,
    agent_key,
    {{ percentile('reply_us', 0.5) }} / 1000000 as reply_wait_median_seconds,
    {{ percentile('reply_business_us', 0.5) }} / 1000000 as reply_wait_business_median_seconds,
    {{ percentile('first_reply_us', 0.5) }} / 1000000 as first_reply_median_seconds,
    {{ percentile('first_reply_business_us', 0.5) }} / 1000000
        as first_reply_business_median_seconds
from waits_in_periods
group by period_grain, period_start, agent_key
