with promises as (
    select * from {{ ref('fct_sla') }}
    where exclusion_reason is null
),

channels as (
    select * from {{ ref('dim_channels') }}
),

dates as (
    select * from {{ dates_to_count() }}
),

dated as (
    select
        promises.*,
        channels.channel_group,
        {{ reporting_date('promises.started_at', 'dates') }} as started_on
    from promises
    inner join dates on cast(promises.started_at as date) = dates.date_on
    left join channels on promises.channel = channels.channel
)

select
    connection,
    policy_id,
    metric,
    clock,
    priority,
    channel_group,
    channel,
    started_on as date_on,
    {{ arg_max('target_seconds', 'started_at') }} as target_seconds,
    count(*) as promises,
    count(*) filter (where state = 'met') as met,
    count(*) filter (where state = 'breached') as breached,
    count(*) filter (where state = 'breached' and is_unfulfilled) as breached_unfulfilled,
    count(*) filter (where state = 'running') as running,
    count(*) filter (where state = 'withdrawn') as withdrawn,
    count(*) filter (where state is null) as not_judged,
    min(due_at) filter (where state = 'running') as next_due_at
from dated
{{ group_by_first(8) }}
