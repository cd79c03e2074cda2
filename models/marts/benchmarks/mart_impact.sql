with estimates as (
    select * from {{ ref('impact_estimates') }}
    where is_on
),

benchmarks as (
    select * from {{ ref('benchmarks') }}
),

counts as (
    select * from {{ ref('mart_channel_counts') }}
),

first_replies as (
    select * from {{ ref('mart_channel_durations') }}
    where metric_id = 'first_reply' and clock = 'calendar'
),

periods_before as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('mart_periods') }}
),

measured as (
    select
        counts.period_grain,
        counts.period_start,
        counts.level,
        counts.connection,
        counts.channel_group,
        counts.channel,
        first_replies.cohort_24h - first_replies.within_24h as slow_contacts,
        counts.contacts - counts.answered_contacts as unanswered_contacts,
        counts.messages_in_answered_turns as answered_messages
    from counts
    left join first_replies
        on
            counts.period_grain = first_replies.period_grain
            and counts.period_start = first_replies.period_start
            and counts.connection is not distinct from first_replies.connection
            and counts.channel_group is not distinct from first_replies.channel_group
            and counts.channel is not distinct from first_replies.channel
),

multiplied as (
    select
        measured.period_grain,
        measured.period_start,
        measured.level,
        measured.connection,
        measured.channel_group,
        measured.channel,
        estimates.estimate_id,
        estimates.kind,
        estimates.label,
        estimates.measured as measured_count_name,
        case estimates.measured
            when 'slow_contacts' then measured.slow_contacts
            when 'unanswered_contacts' then measured.unanswered_contacts
            when 'answered_messages' then measured.answered_messages
        end as measured_count,
        estimates.share_low as assumed_share_low,
        estimates.share_central as assumed_share_central,
        estimates.share_high as assumed_share_high,
        estimates.value_low as assumed_value_low,
        estimates.value_central as assumed_value_central,
        estimates.value_high as assumed_value_high,
        estimates.currency,
        estimates.benchmark_id as assumption_benchmark_id,
        benchmarks.document as assumption_document,
        benchmarks.publisher as assumption_publisher
    from estimates
    inner join benchmarks on estimates.benchmark_id = benchmarks.benchmark_id
    inner join measured on benchmarks.channel_group = measured.channel_group
),

estimated as (
    select
        period_grain,
        period_start,
        level,
        connection,
        channel_group,
        channel,
        estimate_id,
        kind,
        label,
        measured_count_name,
        measured_count,
        assumed_share_low,
        assumed_share_central,
        assumed_share_high,
        assumed_value_low,
        assumed_value_central,
        assumed_value_high,
        measured_count * assumed_share_low as estimated_count_low,
        measured_count * assumed_share_central as estimated_count_central,
        measured_count * assumed_share_high as estimated_count_high,
        measured_count * assumed_share_low * assumed_value_low as estimated_amount_low,
        measured_count * assumed_share_central * assumed_value_central as estimated_amount_central,
        measured_count * assumed_share_high * assumed_value_high as estimated_amount_high,
        currency,
        assumption_benchmark_id,
        assumption_document,
        assumption_publisher
    from multiplied
    where measured_count is not null
)

select
    estimated.*,
    previous.measured_count as previous_measured_count,
    previous.estimated_count_central as previous_estimated_count_central,
    previous.estimated_amount_central as previous_estimated_amount_central
from estimated
left join periods_before
    on
        estimated.period_grain = periods_before.period_grain
        and estimated.period_start = periods_before.period_start
left join estimated as previous
    on
        estimated.period_grain = previous.period_grain
        and periods_before.previous_period_start = previous.period_start
        and estimated.connection is not distinct from previous.connection
        and estimated.channel_group = previous.channel_group
        and estimated.channel is not distinct from previous.channel
        and estimated.estimate_id = previous.estimate_id
