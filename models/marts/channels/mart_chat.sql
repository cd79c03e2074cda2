with chats as (
    select *
    from {{ ref('fct_chat_sessions') }}
    where exclusion_reason is null
),

concurrency as (
    select * from {{ ref('mart_daily_chat_concurrency') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

dated as (
    select
        chats.connection,
        {{ reporting_date('chats.started_at', 'dates') }} as date_on,
        chats.outcome,
        chats.handed_over_at is not null as was_handed_over,
        {{ whole_microseconds('chats.wait_seconds') }} as wait_us,
        {{ whole_microseconds('chats.chat_seconds') }} as chat_us
    from chats
    inner join dates on cast(chats.started_at as date) = dates.date_on
),

rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        dated.connection,
        count(*) as chats,
        count(*) filter (where dated.outcome = 'accepted') as accepted_chats,
        count(*) filter (where dated.outcome = 'missed') as missed_chats,
        count(*) filter (where dated.outcome = 'bot_resolved') as bot_resolved_chats,
        count(*) filter (where dated.outcome = 'waiting') as waiting_chats,
        count(*) filter (where dated.was_handed_over) as handed_over_chats,
        sum(dated.wait_us) as wait_us,
        {{ percentiles('dated.wait_us', [0.5, 0.9]) }} as wait_percentiles,
        count(dated.chat_us) as finished_chats,
        sum(dated.chat_us) as chat_us
    from dated
    inner join periods on dated.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, cube(dated.connection)
),

concurrency_rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        concurrency.connection,
        sum(concurrency.chat_microseconds) / sum(concurrency.busy_microseconds)
            as concurrent_chats_mean,
        max(concurrency.most_concurrent_chats) as concurrent_chats_most
    from concurrency
    inner join periods on concurrency.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, cube(concurrency.connection)
),

periods_before as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('mart_periods') }}
),

figures as (
    select
        rolled_up.period_grain,
        rolled_up.period_start,
        rolled_up.connection,
        rolled_up.chats,
        rolled_up.accepted_chats,
        rolled_up.missed_chats,
        rolled_up.bot_resolved_chats,
        rolled_up.waiting_chats,
        rolled_up.handed_over_chats,
        rolled_up.missed_chats / nullif(rolled_up.accepted_chats + rolled_up.missed_chats, 0)
            as missed_share,
        rolled_up.handed_over_chats / rolled_up.chats as bot_hand_over_share,
        rolled_up.bot_resolved_chats / rolled_up.chats as bot_resolved_share,
        rolled_up.wait_us / nullif(rolled_up.accepted_chats, 0) / 1000000 as wait_mean_seconds,
        {{ element('rolled_up.wait_percentiles', 1) }} / 1000000 as wait_median_seconds,
        {{ element('rolled_up.wait_percentiles', 2) }} / 1000000 as wait_p90_seconds,
        rolled_up.chat_us / nullif(rolled_up.finished_chats, 0) / 1000000 as chat_mean_seconds,
        concurrency_rolled_up.concurrent_chats_mean,
        concurrency_rolled_up.concurrent_chats_most
    from rolled_up
    left join concurrency_rolled_up
        on
            rolled_up.period_grain = concurrency_rolled_up.period_grain
            and rolled_up.period_start = concurrency_rolled_up.period_start
            and rolled_up.connection is not distinct from concurrency_rolled_up.connection
)

select
    figures.*,
    previous.chats as previous_chats,
    previous.missed_share as previous_missed_share,
    previous.wait_mean_seconds as previous_wait_mean_seconds,
    previous.bot_resolved_share as previous_bot_resolved_share
from figures
left join periods_before
    on
        figures.period_grain = periods_before.period_grain
        and figures.period_start = periods_before.period_start
left join figures as previous
    on
        figures.period_grain = previous.period_grain
        and periods_before.previous_period_start = previous.period_start
        and figures.connection is not distinct from previous.connection
