with tasks as (
    select *
    from {{ ref('fct_tasks') }}
    where exclusion_reason is null
),

agents as (
    select * from {{ ref('dim_agents') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

dated as (
    select
        tasks.connection,
        agents.team,
        tasks.assignee_key,
        {{ reporting_date('tasks.assigned_at', 'dates') }} as date_on,
        tasks.status,
        {{ whole_microseconds('tasks.completion_seconds') }} as completion_us
    from tasks
    left join agents on tasks.assignee_key = agents.agent_key
    inner join dates on cast(tasks.assigned_at as date) = dates.date_on
),

rolled_up as (
    select
        periods.period_grain,
        periods.period_start,
        case
            when grouping(dated.assignee_key) = 0 then 'agent'
            when grouping(dated.team) = 0 then 'team'
            else 'all'
        end as level,
        dated.connection,
        dated.team,
        dated.assignee_key as agent_key,
        count(*) as assigned_tasks,
        count(*) filter (where dated.status = 'completed') as completed_tasks,
        count(*) filter (where dated.status = 'cancelled') as cancelled_tasks,
        count(*) filter (where dated.status = 'open') as open_tasks,
        sum(dated.completion_us) as completion_us,
        {{ percentile('dated.completion_us', 0.5) }} as median_completion_us
    from dated
    inner join periods on dated.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start,
        cube(dated.connection), rollup(dated.team, dated.assignee_key)
),

periods_before as (
    select distinct
        period_grain,
        period_start,
        previous_period_start
    from {{ ref('mart_periods') }}
),

-- An agent belongs to one connection: over all of them there are teams and totals only.
figures as (
    select
        period_grain,
        period_start,
        level,
        connection,
        team,
        agent_key,
        assigned_tasks,
        completed_tasks,
        cancelled_tasks,
        open_tasks,
        completed_tasks / assigned_tasks as completion_share,
        completion_us / nullif(completed_tasks, 0) / 3600000000 as completion_mean_hours,
        median_completion_us / 3600000000 as completion_median_hours
    from rolled_up
    where
        (level <> 'team' or team is not null)
        and (level <> 'agent' or connection is not null)
)

select
    figures.*,
    previous.assigned_tasks as previous_assigned_tasks,
    previous.completion_share as previous_completion_share,
    previous.completion_mean_hours as previous_completion_mean_hours
from figures
left join periods_before
    on
        figures.period_grain = periods_before.period_grain
        and figures.period_start = periods_before.period_start
left join figures as previous
    on
        figures.period_grain = previous.period_grain
        and periods_before.previous_period_start = previous.period_start
        and figures.level = previous.level
        and figures.connection is not distinct from previous.connection
        and figures.team is not distinct from previous.team
        and figures.agent_key is not distinct from previous.agent_key
