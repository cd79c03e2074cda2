with calls as (
    select *
    from {{ ref('fct_calls') }}
    where exclusion_reason is null
),

work_sessions as (
    select *
    from {{ ref('fct_work_sessions') }}
    where exclusion_reason is null and channel_group = 'phone'
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

-- Work counts on the day on which it ended, and only where there are calls to set it beside.
happenings as (
    select
        calls.connection,
        {{ reporting_date('calls.queued_at', 'dates') }} as date_on,
        calls.direction,
        calls.outcome,
        {{ whole_microseconds('calls.wait_seconds') }} as wait_us,
        {{ whole_microseconds('calls.abandoned_after_seconds') }} as abandoned_after_us,
        calls.in_business_hours,
        calls.queued_at <= {{ as_of() }} - interval '{{ var('service_level_seconds') }} second'
            as is_old_enough,
        cast(null as {{ type_text() }}) as kind,
        cast(null as bigint) as work_us
    from calls
    inner join dates on cast(calls.queued_at as date) = dates.date_on
    union all
    select
        work_sessions.connection,
        {{ reporting_date('work_sessions.ended_at', 'dates') }} as date_on,
        cast(null as {{ type_text() }}) as direction,
        cast(null as {{ type_text() }}) as outcome,
        cast(null as bigint) as wait_us,
        cast(null as bigint) as abandoned_after_us,
        cast(null as boolean) as in_business_hours,
        cast(null as boolean) as is_old_enough,
        work_sessions.kind,
        {{ whole_microseconds('work_sessions.seconds') }} as work_us
    from work_sessions
    inner join dates on cast(work_sessions.ended_at as date) = dates.date_on
    where work_sessions.connection in (select calls.connection from calls)
),

rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        happenings.connection,
        count(*) filter (where happenings.direction = 'inbound') as inbound_calls,
        count(*) filter (where happenings.direction = 'inbound' and happenings.outcome = 'answered')
            as answered_calls,
        count(*) filter (where happenings.outcome = 'abandoned') as abandoned_calls,
        count(*) filter (
            where happenings.direction = 'inbound' and happenings.outcome = 'unanswered'
        ) as unanswered_calls,
        count(*) filter (where happenings.direction = 'outbound') as outbound_calls,
        count(*) filter (
            where happenings.direction = 'outbound' and happenings.outcome = 'answered'
        ) as reached_outbound_calls,
        sum(happenings.wait_us) filter (where happenings.direction = 'inbound') as wait_us,
        {{ percentiles('happenings.wait_us', [0.5, 0.9]) }} filter (
            where happenings.direction = 'inbound' and happenings.wait_us is not null
        ) as wait_percentiles,
        sum(happenings.abandoned_after_us) as abandoned_after_us,
        {{ percentile('happenings.abandoned_after_us', 0.5) }} as median_abandoned_after_us,
        count(*) filter (where happenings.direction = 'inbound' and happenings.is_old_enough)
            as calls_in_service_level,
        count(*) filter (
            where
            happenings.direction = 'inbound'
            and happenings.is_old_enough
            and happenings.wait_us <= {{ var('service_level_seconds') }} * 1000000
        ) as calls_within_service_level,
        count(happenings.in_business_hours) filter (where happenings.direction = 'inbound')
            as calls_with_schedule,
        count(*) filter (where happenings.direction = 'inbound' and happenings.in_business_hours)
            as calls_in_business_hours,
        count(*) filter (where happenings.kind = 'talk') as talk_sessions,
        sum(happenings.work_us) filter (where happenings.kind = 'talk') as talk_us,
        count(*) filter (where happenings.kind = 'hold') as hold_sessions,
        sum(happenings.work_us) filter (where happenings.kind = 'hold') as hold_us,
        count(*) filter (where happenings.kind = 'wrap_up') as wrap_up_sessions,
        sum(happenings.work_us) filter (where happenings.kind = 'wrap_up') as wrap_up_us
    from happenings
    inner join periods on happenings.date_on = periods.date_on
    group by periods.period_grain, periods.period_start, cube(happenings.connection)
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
        period_grain,
        period_start,
        connection,
        inbound_calls,
        answered_calls,
        abandoned_calls,
        unanswered_calls,
        outbound_calls,
        reached_outbound_calls,
        answered_calls / nullif(inbound_calls, 0) as answered_share,
        abandoned_calls / nullif(inbound_calls, 0) as abandoned_share,
        wait_us / nullif(answered_calls, 0) / 1000000 as speed_of_answer_mean_seconds,
        {{ element('wait_percentiles', 1) }} / 1000000 as speed_of_answer_median_seconds,
        {{ element('wait_percentiles', 2) }} / 1000000 as speed_of_answer_p90_seconds,
        abandoned_after_us / nullif(abandoned_calls, 0) / 1000000 as time_to_abandon_mean_seconds,
        median_abandoned_after_us / 1000000 as time_to_abandon_median_seconds,
        cast({{ var('service_level_seconds') }} as integer) as service_level_seconds,
        calls_in_service_level,
        calls_within_service_level,
        calls_within_service_level / nullif(calls_in_service_level, 0) as service_level_share,
        calls_in_business_hours / nullif(calls_with_schedule, 0) as in_business_hours_share,
        nullif(talk_sessions, 0) as talk_sessions,
        talk_us / 1000000 as talk_total_seconds,
        talk_us / nullif(talk_sessions, 0) / 1000000 as talk_mean_seconds,
        nullif(hold_sessions, 0) as hold_sessions,
        hold_us / 1000000 as hold_total_seconds,
        hold_us / nullif(hold_sessions, 0) / 1000000 as hold_mean_seconds,
        nullif(wrap_up_sessions, 0) as wrap_up_sessions,
        wrap_up_us / 1000000 as wrap_up_total_seconds,
        wrap_up_us / nullif(wrap_up_sessions, 0) / 1000000 as wrap_up_mean_seconds
    from rolled_up
)

select
    figures.*,
    previous.inbound_calls as previous_inbound_calls,
    previous.abandoned_share as previous_abandoned_share,
    previous.speed_of_answer_mean_seconds as previous_speed_of_answer_mean_seconds,
    previous.service_level_share as previous_service_level_share
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
