-- Calls, chats, visits and tasks: the days, and all time, of all connections and of each hold what
-- the facts hold.
with figures as (
    select
        'mart_phone' as mart,
        period_grain,
        connection,
        inbound_calls + outbound_calls as counted
    from {{ ref('mart_phone') }}
    union all
    select
        'mart_chat' as mart,
        period_grain,
        connection,
        chats as counted
    from {{ ref('mart_chat') }}
    union all
    select
        'mart_portal' as mart,
        period_grain,
        connection,
        sessions as counted
    from {{ ref('mart_portal') }}
    union all
    select
        'mart_task_performance' as mart,
        period_grain,
        connection,
        assigned_tasks as counted
    from {{ ref('mart_task_performance') }}
    where level = 'all'
),

facts as (
    select
        'mart_phone' as mart,
        connection
    from {{ ref('fct_calls') }}
    where exclusion_reason is null
    union all
    select
        'mart_chat' as mart,
        connection
    from {{ ref('fct_chat_sessions') }}
    where exclusion_reason is null
    union all
    select
        'mart_portal' as mart,
        connection
    from {{ ref('fct_portal_sessions') }}
    union all
    select
        'mart_task_performance' as mart,
        connection
    from {{ ref('fct_tasks') }}
    where exclusion_reason is null
),

expected as (
    select
        mart,
        connection,
        count(*) as rows
    from facts
    group by mart, cube(connection)
),

grains as (
    select unnest(['day', 'week', 'month', 'all']) as period_grain
),

summed as (
    select
        mart,
        period_grain,
        connection,
        coalesce(sum(counted), 0) as counted
    from figures
    group by mart, period_grain, connection
)

select
    expected.mart,
    expected.connection,
    grains.period_grain,
    expected.rows,
    summed.counted
from expected
cross join grains
left join summed
    on
        expected.mart = summed.mart
        and grains.period_grain = summed.period_grain
        and expected.connection is not distinct from summed.connection
where expected.rows > 0 and expected.rows is distinct from summed.counted
