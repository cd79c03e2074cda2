-- No call, chat, survey, task or lead is lost or counted twice: of every connection, the rows of
-- the facts and those of orphans are the rows of staging.
with facts as (
    select
        connection,
        'calls' as table_name
    from {{ ref('fct_calls') }}
    union all
    select
        connection,
        'chat_sessions' as table_name
    from {{ ref('fct_chat_sessions') }}
    union all
    select
        connection,
        'surveys' as table_name
    from {{ ref('fct_surveys') }}
    union all
    select
        connection,
        'tasks' as table_name
    from {{ ref('fct_tasks') }}
    union all
    select
        connection,
        'leads' as table_name
    from {{ ref('fct_leads') }}
),

staged as (
    select
        connection,
        'calls' as table_name
    from {{ ref('int_calls_unioned') }}
    union all
    select
        connection,
        'chat_sessions' as table_name
    from {{ ref('int_chat_sessions_unioned') }}
    union all
    select
        connection,
        'surveys' as table_name
    from {{ ref('int_surveys_unioned') }}
    union all
    select
        connection,
        'tasks' as table_name
    from {{ ref('int_tasks_unioned') }}
    union all
    select
        connection,
        'leads' as table_name
    from {{ ref('int_leads_unioned') }}
),

counted as (
    select
        connection,
        table_name,
        1 as rows
    from facts
    union all
    select
        connection,
        table_name,
        rows
    from {{ ref('orphans') }}
    where table_name in ('calls', 'chat_sessions', 'surveys', 'tasks', 'leads')
    union all
    select
        connection,
        table_name,
        -1 as rows
    from staged
)

select
    connection,
    table_name,
    sum(rows) as rows_too_many
from counted
group by connection, table_name
having sum(rows) <> 0
