-- Backlogs and fixed costs of a day may change without anything having happened on it, and so may
-- the medians of contacts that still wait: those are replaced whatever their period.
{{ config(
    materialized='incremental',
    incremental_strategy='by_period',
    meta={
        'always_replaced':
            "(metric_id in ('backlog', 'cost_per_contact') or statistic = 'median_km')"
    }
) }}
{%- set times = within_times() %}

with counts as (
    select * from {{ ref('mart_channel_counts') }}
),

-- By far the most figures come from durations, so that only those of the periods to count are read.
periods_to_count as (
    select distinct
        period_grain,
        period_start
    from {{ periods_to_count() }}
),

durations as (
    select durations.*
    from {{ ref('mart_channel_durations') }} as durations
    inner join periods_to_count
        on
            durations.period_grain = periods_to_count.period_grain
            and durations.period_start = periods_to_count.period_start
),

speed_ratios as (
    select * from {{ ref('mart_speed_ratios') }}
),

survival_medians as (
    select * from {{ ref('mart_survival_medians') }}
),

failed_elsewhere_customers as (
    select * from {{ ref('mart_failed_elsewhere_customers') }}
),

periods as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('mart_periods') }}
),

-- Of every figure its numerator (n), denominator (d; none for a count), the rows behind it (of)
-- and its value.
count_figures as (
    select
        period_grain,
        period_start,
        connection,
        channel_group,
        channel,
        {{ list_of([count_figures()]) }} as figures
    from counts
),

-- A row's own figures beside those of the row one period before: the lists go in step.
paired_counts as (
    select
        count_figures.period_grain,
        count_figures.period_start,
        count_figures.connection,
        count_figures.channel_group,
        count_figures.channel,
        {{ each_beside(
            'count_figures.figures', 'previous.figures', 'figure', 'previous_figure'
        ) }}
    from count_figures
    left join periods
        on
            count_figures.period_grain = periods.period_grain
            and count_figures.period_start = periods.period_start
    left join count_figures as previous
        on
            count_figures.period_grain = previous.period_grain
            and periods.previous_period_start = previous.period_start
            and count_figures.connection is not distinct from previous.connection
            and count_figures.channel_group is not distinct from previous.channel_group
            and count_figures.channel is not distinct from previous.channel
),

measured_counts as (
    select
        period_grain,
        period_start,
        connection,
        channel_group,
        channel,
        (figure).metric_id as metric_id,
        cast(null as {{ type_text() }}) as clock,
        (figure).statistic as statistic,
        cast((figure).n as double) as numerator,
        cast((figure).d as double) as denominator,
        (figure).of as sample_size,
        (figure).value as value,
        (previous_figure).value as previous_value
    from paired_counts
),

duration_figures as (
    select
        period_grain,
        period_start,
        connection,
        channel_group,
        channel,
        metric_id,
        clock,
        {{ list_of([duration_figures(times)]) }} as figures
    from durations
),

paired_durations as (
    select
        duration_figures.period_grain,
        duration_figures.period_start,
        duration_figures.connection,
        duration_figures.channel_group,
        duration_figures.channel,
        duration_figures.metric_id,
        duration_figures.clock,
        {{ each_beside(
            'duration_figures.figures', 'previous.figures', 'figure', 'previous_figure'
        ) }}
    from duration_figures
    left join periods
        on
            duration_figures.period_grain = periods.period_grain
            and duration_figures.period_start = periods.period_start
    left join duration_figures as previous
        on
            duration_figures.period_grain = previous.period_grain
            and periods.previous_period_start = previous.period_start
            and duration_figures.connection is not distinct from previous.connection
            and duration_figures.channel_group is not distinct from previous.channel_group
            and duration_figures.channel is not distinct from previous.channel
            and duration_figures.metric_id = previous.metric_id
            and duration_figures.clock = previous.clock
),

measured_durations as (
    select
        period_grain,
        period_start,
        connection,
        channel_group,
        channel,
        metric_id,
        clock,
        (figure).statistic as statistic,
        (figure).n as numerator,
        (figure).d as denominator,
        (figure).of as sample_size,
        (figure).value as value,
        (previous_figure).value as previous_value
    from paired_durations
),

-- Figures of their own making, few enough to look up the period before one by one.
other_figures as (
    select
        period_grain,
        period_start,
        connection,
        channel_group,
        cast(null as {{ type_text() }}) as channel,
        'speed_ratio' as metric_id,
        clock,
        concat('ratio_to_', compared_with) as statistic,
        mean_seconds as numerator,
        compared_mean_seconds as denominator,
        least(samples, compared_samples) as sample_size,
        ratio as value
    from speed_ratios
    union all
    select
        period_grain,
        period_start,
        connection,
        channel_group,
        channel,
        metric_id,
        clock,
        'median_km' as statistic,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        samples as sample_size,
        median_km_seconds as value
    from survival_medians
    union all
    select
        periods.period_grain,
        periods.period_start,
        failed_elsewhere_customers.connection,
        failed_elsewhere_customers.channel_group,
        failed_elsewhere_customers.channel,
        'failed_elsewhere_share' as metric_id,
        cast(null as {{ type_text() }}) as clock,
        'share_of_customers' as statistic,
        cast(failed_elsewhere_customers.customers_failed_elsewhere as double) as numerator,
        cast(failed_elsewhere_customers.customers as double) as denominator,
        failed_elsewhere_customers.customers as sample_size,
        failed_elsewhere_customers.customers_failed_elsewhere
        / nullif(failed_elsewhere_customers.customers, 0) as value
    from failed_elsewhere_customers
    inner join periods on periods.period_grain = 'all'
),

measured_others as (
    select
        figures.*,
        previous.value as previous_value
    from other_figures as figures
    left join periods
        on
            figures.period_grain = periods.period_grain
            and figures.period_start = periods.period_start
    left join other_figures as previous
        on
            figures.period_grain = previous.period_grain
            and periods.previous_period_start = previous.period_start
            and figures.connection is not distinct from previous.connection
            and figures.channel_group is not distinct from previous.channel_group
            and figures.channel is not distinct from previous.channel
            and figures.metric_id = previous.metric_id
            and figures.clock is not distinct from previous.clock
            and figures.statistic = previous.statistic
),

measured as (
    select * from measured_counts
    union all
    select * from measured_durations
    union all
    select * from measured_others
)

select
    period_grain,
    period_start,
    {{ level_of('channel_group', 'channel') }} as level,
    connection,
    channel_group,
    channel,
    metric_id,
    clock,
    statistic,
    numerator,
    denominator,
    sample_size,
    value,
    previous_value
from measured
where value is not null
