with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

metrics as (
    select * from {{ ref('mart_channel_metrics') }}
    where period_grain = 'all' and connection is null
),

durations as (
    select * from {{ ref('mart_channel_durations') }}
    where period_grain = 'all' and connection is null and samples > 0
),

counts as (
    select * from {{ ref('mart_channel_counts') }}
    where connection is null
),

ratios as (
    select * from {{ ref('mart_speed_ratios') }}
    where period_grain = 'all' and connection is null
),

-- The own statistic that a published one is set against: the fastest and the slowest of companies
-- stand against the own mean, never against single contacts of one's own.
asked as (
    select
        benchmark_id,
        document,
        metric_id,
        channel_group,
        channel,
        clock,
        coalesce(channel = 'other' and channel_group != 'other', false) as is_unnamed_rest,
        case
            when metric_id = 'message_response_rate' then 'share'
            when metric_id = 'failed_elsewhere_share' then 'share_of_customers'
            when statistic in ('fastest', 'slowest', 'typical') then 'mean'
            when statistic in ('share_above', 'share_below') then 'share'
            else statistic
        end as own_statistic
    from benchmarks
    where kind = 'benchmark'
),

own_metrics as (
    select
        asked.benchmark_id,
        asked.own_statistic,
        metrics.metric_id,
        metrics.level,
        metrics.channel_group,
        metrics.channel,
        metrics.clock,
        metrics.numerator,
        metrics.denominator,
        metrics.sample_size,
        metrics.value
    from asked
    inner join metrics
        on
            asked.metric_id = metrics.metric_id
            and asked.own_statistic = metrics.statistic
            and asked.channel_group = metrics.channel_group
            and asked.channel is not distinct from metrics.channel
            and asked.clock is not distinct from metrics.clock
    where not asked.is_unnamed_rest
),

shares as (
    select
        benchmark_id,
        own_statistic,
        value as own_value,
        sample_size,
        {{ wilson('numerator', 'denominator', '-') }} as own_low,
        {{ wilson('numerator', 'denominator', '+') }} as own_high,
        'wilson' as interval_method
    from own_metrics
    where own_statistic like 'share%'
),

duration_sums as (
    select
        own_metrics.benchmark_id,
        own_metrics.own_statistic,
        durations.samples,
        durations.total_microseconds,
        durations.total_squared_milliseconds
    from own_metrics
    inner join durations
        on
            own_metrics.metric_id = durations.metric_id
            and own_metrics.clock = durations.clock
            and own_metrics.level = durations.level
            and own_metrics.channel_group is not distinct from durations.channel_group
            and own_metrics.channel is not distinct from durations.channel
    where own_metrics.own_statistic = 'mean'
),

-- "The other channels": those of the group that the document has no row of its own for.
rest_sums as (
    select
        asked.benchmark_id,
        asked.own_statistic,
        cast(sum(durations.samples) as bigint) as samples,
        sum(durations.total_microseconds) as total_microseconds,
        sum(durations.total_squared_milliseconds) as total_squared_milliseconds
    from asked
    inner join durations
        on
            asked.metric_id = durations.metric_id
            and asked.clock = durations.clock
            and asked.channel_group = durations.channel_group
            and durations.level = 'channel'
    where
        asked.is_unnamed_rest
        and asked.own_statistic = 'mean'
        and not exists (
            select 1 from asked as named
            where
                named.document = asked.document
                and named.metric_id = asked.metric_id
                and named.channel = durations.channel
        )
    group by asked.benchmark_id, asked.own_statistic
),

per_day as (
    select
        own_metrics.benchmark_id,
        own_metrics.own_statistic,
        own_metrics.sample_size,
        own_metrics.value as own_value,
        case own_metrics.metric_id
            when 'leads' then coalesce(counts.leads, 0) else counts.contacts
        end as things
    from own_metrics
    inner join counts
        on
            counts.period_grain = 'day'
            and own_metrics.level = counts.level
            and own_metrics.channel_group is not distinct from counts.channel_group
            and own_metrics.channel is not distinct from counts.channel
    where own_metrics.own_statistic = 'mean_per_day'
),

-- Sums, and how many of their unit make one of the metric's: durations are summed in milliseconds.
day_sums as (
    select
        benchmark_id,
        any_value(own_statistic) as own_statistic,
        any_value(sample_size) as samples,
        any_value(own_value) as own_value,
        sum(things) as total,
        sum(things * things) as squares,
        1 as finer_units
    from per_day
    group by benchmark_id
),

counted as (
    select
        own_metrics.benchmark_id,
        own_metrics.own_statistic,
        own_metrics.metric_id,
        own_metrics.value as own_value,
        counts.contacts_with_assignment,
        counts.transfers,
        counts.squared_transfers,
        counts.handled_contacts,
        counts.cost_millionths,
        counts.squared_cost_hundredths,
        counts.nps_rated,
        counts.nps_promoters,
        counts.nps_detractors
    from own_metrics
    inner join counts
        on
            counts.period_grain = 'all'
            and own_metrics.level = counts.level
            and own_metrics.channel_group is not distinct from counts.channel_group
            and own_metrics.channel is not distinct from counts.channel
),

transfer_sums as (
    select
        benchmark_id,
        own_statistic,
        contacts_with_assignment as samples,
        own_value,
        transfers as total,
        squared_transfers as squares,
        1 as finer_units
    from counted
    where metric_id = 'transfers_per_contact'
),

cost_sums as (
    select
        benchmark_id,
        own_statistic,
        handled_contacts as samples,
        own_value,
        {{ whole_quotient('cost_millionths', 10000) }} as total,
        squared_cost_hundredths as squares,
        100 as finer_units
    from counted
    where metric_id = 'cost_per_contact'
),

-- A promoter scores 100, a detractor -100.
promoter_sums as (
    select
        benchmark_id,
        own_statistic,
        nps_rated as samples,
        own_value,
        100 * (nps_promoters - nps_detractors) as total,
        10000 * (nps_promoters + nps_detractors) as squares,
        1 as finer_units
    from counted
    where metric_id = 'nps'
),

sums as (
    select
        benchmark_id,
        own_statistic,
        samples,
        cast(total_microseconds as double) / samples / 1000000 as own_value,
        {{ whole_quotient('total_microseconds', 1000) }} as total,
        total_squared_milliseconds as squares,
        1000 as finer_units
    from (
        select * from duration_sums
        union all
        select * from rest_sums
    ) as durations_summed_up
    union all
    select * from day_sums
    union all
    select * from transfer_sums
    union all
    select * from cost_sums
    union all
    select * from promoter_sums
),

means as (
    select
        benchmark_id,
        own_statistic,
        own_value,
        samples as sample_size,
        own_value
        - {{ z95() }} * sqrt({{ squared_error_of_mean('samples', 'total', 'squares') }})
        / finer_units as own_low,
        own_value
        + {{ z95() }} * sqrt({{ squared_error_of_mean('samples', 'total', 'squares') }})
        / finer_units as own_high,
        'normal' as interval_method
    from sums
),

-- Days' backlogs hang together, so that their spread says nothing about their mean: no interval.
backlogs as (
    select
        benchmark_id,
        own_statistic,
        value as own_value,
        sample_size,
        cast(null as double) as own_low,
        cast(null as double) as own_high,
        'none' as interval_method
    from own_metrics
    where metric_id = 'backlog'
),

speed_ratios as (
    select
        asked.benchmark_id,
        asked.own_statistic,
        ratios.ratio as own_value,
        least(ratios.samples, ratios.compared_samples) as sample_size,
        ratios.ratio * exp(-{{ z95() }} * ratios.error_of_logarithm) as own_low,
        ratios.ratio * exp({{ z95() }} * ratios.error_of_logarithm) as own_high,
        'normal_of_logarithm' as interval_method
    from asked
    inner join ratios
        on
            asked.metric_id = 'speed_ratio'
            and asked.channel_group = ratios.channel_group
            and asked.channel is null
            and asked.clock = ratios.clock
            and asked.own_statistic = concat('ratio_to_', ratios.compared_with)
)

select * from shares
union all
select * from means
union all
select * from backlogs
union all
select * from speed_ratios
