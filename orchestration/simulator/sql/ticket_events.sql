-- One row per dated change of a ticket, up to the horizon.
create or replace temp table event as
with changes as (
    select n, 1 as kind, assigned_s as occurred_s, 'assignee_id' as field, agent_text(agent_no) as new_value,
        'system' as actor_kind, null as actor_id
    from contact
    where first_reply_s is not null

    union all

    select n, 2, pending_s, 'status', 'pending', 'agent', agent_text(agent_no)
    from contact
    where pending_s is not null

    union all

    select n, 3, continued_s, 'status', 'open', 'customer', customer_text(customer_no)
    from contact
    where pending_s is not null

    union all

    select n, 4, first_resolved_s, 'status', 'solved', 'agent', agent_text(agent_no)
    from contact
    where first_resolved_s is not null

    union all

    select n, 5, reopened_s, 'status', 'open', 'customer', customer_text(customer_no)
    from contact
    where reopened_s is not null

    union all

    select n, 6, last_resolved_s, 'status', 'solved', 'agent', agent_text(agent_no)
    from contact
    where reopened_s is not null

    union all

    select n, 7, closed_s, 'status', 'closed', 'automation', null
    from contact
    where closed_s is not null
)

select
    (n * 20 + kind)::varchar as event_id,
    ticket_text(n) as ticket_id,
    instant(occurred_s) as occurred_at,
    field,
    new_value,
    actor_kind,
    actor_id,
    n,
    occurred_s,
from changes
where occurred_s < {horizon_s};
