{{ config(materialized='table') }}

with chats as (
    select *
    from {{ ref('fct_chat_sessions') }}
    where
        exclusion_reason is null
        and agent_key is not null
        and accepted_at is not null
        and ended_at is not null
),

dates as (
    select * from {{ ref('dim_dates') }}
),

changes as (
    select
        connection,
        agent_key,
        accepted_at as changed_at,
        1 as change
    from chats
    union all
    select
        connection,
        agent_key,
        greatest(ended_at, accepted_at) as changed_at,
        -1 as change
    from chats
),

-- A chat that ends as another begins is not beside it: changes at one instant are one step.
steps as (
    select
        connection,
        agent_key,
        changed_at,
        sum(change) as change
    from changes
    group by connection, agent_key, changed_at
),

stretches as (
    select
        connection,
        changed_at as started_at,
        lead(changed_at) over in_order as ended_at,
        sum(change) over in_order as open_chats
    from steps
    window in_order as (partition by agent_key order by changed_at)
)

select
    stretches.connection,
    {{ reporting_date('stretches.started_at', 'dates') }} as date_on,
    cast(sum(
        stretches.open_chats
        * ({{ microseconds('stretches.ended_at') }} - {{ microseconds('stretches.started_at') }})
    ) as bigint) as chat_microseconds,
    cast(sum(
        {{ microseconds('stretches.ended_at') }} - {{ microseconds('stretches.started_at') }}
    ) as bigint) as busy_microseconds,
    cast(max(stretches.open_chats) as bigint) as most_concurrent_chats
from stretches
inner join dates on cast(stretches.started_at as date) = dates.date_on
where stretches.open_chats > 0
{{ group_by_first(2) }}
