with agents as (
    select * from {{ ref('int_agents_unioned') }}
),

-- Who answered, worked or was assigned is an agent, described or not.
seen as (
    select
        connection,
        agent_id
    from agents
    union
    select
        connection,
        sender_id as agent_id
    from {{ ref('int_messages_unioned') }}
    where sender_kind = 'agent'
    union
    select
        connection,
        agent_id
    from {{ ref('int_calls_unioned') }}
    union
    select
        connection,
        agent_id
    from {{ ref('int_chat_sessions_unioned') }}
    union
    select
        connection,
        agent_id
    from {{ ref('int_work_sessions_unioned') }}
    union
    select
        connection,
        assignee_id as agent_id
    from {{ ref('int_tasks_unioned') }}
    union
    select
        connection,
        assignee_id as agent_id
    from {{ ref('int_tickets_unioned') }}
    union
    select
        connection,
        new_value as agent_id
    from {{ ref('int_ticket_events_unioned') }}
    where field = 'assignee_id'
    union
    select
        connection,
        actor_id as agent_id
    from {{ ref('int_ticket_events_unioned') }}
    where actor_kind = 'agent'
)

select
    {{ stable_key(['seen.connection', 'seen.agent_id']) }} as agent_key,
    seen.connection,
    seen.agent_id,
    agents.name,
    agents.team,
    agents.role,
    agents.valid_from,
    agents.valid_to
from seen
left join agents on seen.connection = agents.connection and seen.agent_id = agents.agent_id
where seen.agent_id is not null
