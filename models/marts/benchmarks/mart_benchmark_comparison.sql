with benchmarks as (
    select * from {{ ref('benchmarks') }}
),

catalogue as (
    select * from {{ ref('metric_catalogue') }}
),

own_figures as (
    select * from {{ ref('mart_benchmark_own_figures') }}
),

own_currencies as (
    select {{ own_currency() }} as currency
),

-- What a published figure allows: itself, its range, everything beyond a bound, or, for the fastest
-- and slowest of companies, what lies between the two.
published as (
    select
        *,
        case
            when statistic in ('fastest', 'slowest')
                then min(value) filter (where statistic = 'fastest') over companies
            when statistic = 'share_below' then 0
            else coalesce(value_low, value)
        end as published_low,
        case
            when statistic in ('fastest', 'slowest')
                then max(value) filter (where statistic = 'slowest') over companies
            when statistic = 'share_above' then 100
            else coalesce(value_high, value)
        end as published_high
    from benchmarks
    window companies as (partition by document, metric_id, channel_group, channel, unit)
),

compared as (
    select
        published.benchmark_id,
        published.document,
        published.publisher,
        published.kind,
        published.metric_id,
        published.channel_group,
        published.channel,
        published.clock,
        published.statistic,
        published.unit,
        published.value as published_value,
        published.published_low,
        published.published_high,
        published.conflict_group,
        own_figures.own_statistic,
        {{ in_unit('own_figures.own_value', 'published.unit') }} as own_value,
        own_figures.sample_size,
        {{ in_unit('own_figures.own_low', 'published.unit') }} as own_low,
        {{ in_unit('own_figures.own_high', 'published.unit') }} as own_high,
        own_figures.interval_method,
        -- A wait is better when shorter, the share that waited no longer when greater.
        case
            when published.statistic like 'share_within%' then 'higher'
            else catalogue.better_when
        end as better_when,
        case
            when published.kind = 'market_fact'
                then 'about companies or customers at large, not about one help desk: context only'
            when published.kind = 'impact_assumption'
                then 'an assumption to multiply measured counts with, never a measurement'
            when published.published_low is null and published.published_high is null
                then 'the document gives no usable figure'
            when catalogue.unit = 'currency' and published.unit <> own_currencies.currency
                then concat(
                    'printed in ', published.unit, ', while own costs are in ',
                    own_currencies.currency
                )
            when own_figures.own_value is null then catalogue.missing_because
        end as reason_not_compared,
        published.note
    from published
    left join catalogue on published.metric_id = catalogue.metric_id
    cross join own_currencies
    left join own_figures
        on
            published.benchmark_id = own_figures.benchmark_id
            and not coalesce(
                catalogue.unit = 'currency' and published.unit <> own_currencies.currency, false
            )
),

placed as (
    select
        *,
        case
            when reason_not_compared is not null then null
            when own_value < published_low then own_value - published_low
            when own_value > published_high then own_value - published_high
            else 0
        end as difference,
        case
            when reason_not_compared is not null then null
            when sample_size < {{ fewest_samples() }} then 'too few'
            when coalesce(own_high, own_value) < published_low then 'below'
            when coalesce(own_low, own_value) > published_high then 'above'
            else 'within'
        end as position
    from compared
)

select
    benchmark_id,
    document,
    publisher,
    kind,
    metric_id,
    channel_group,
    channel,
    clock,
    statistic,
    unit,
    published_value,
    published_low,
    published_high,
    conflict_group,
    own_statistic,
    own_value,
    sample_size,
    own_low,
    own_high,
    interval_method,
    difference,
    position,
    better_when,
    case
        when position in ('too few', 'within') then position
        when better_when = 'neither' then null
        when position = 'below' and better_when = 'lower' then 'better'
        when position = 'above' and better_when = 'higher' then 'better'
        when position in ('below', 'above') then 'worse'
    end as verdict,
    reason_not_compared,
    note
from placed
