-- One row per dated change of a ticket. The kind is the order of changes at one instant.
with changes as (
    select n, 1 as kind, created_s as changed_s, 'group_id' as field,
        concat('g_', channel_group) as new_value, 'system' as actor_kind, null as actor_id
    from contact
    where transferred_s is not null

    union all
    select n, 2, opened_s, 'status', 'open', 'system', null
    from contact
    where opened_s is not null

    union all
    select n, 3, assigned_s, 'assignee_id', agent_text(agent_no), 'system', null
    from contact
    where assigned_s is not null

    union all
    select n, 4, assigned_s, 'priority', 'high', 'agent', agent_text(agent_no)
    from contact
    where assigned_s is not null and happens(draw(h, 'raised'), 20000)

    union all
    select n, 5, created_s, 'tier', 'tier 1', 'system', null
    from contact
    where escalated_s is not null and happens(draw(h, 'to a tier'), 300000)

    union all
    select n, 6, pending_s, 'status', 'pending', 'agent', agent_text(agent_no)
    from contact
    where pending_s is not null

    union all
    select n, 7, escalated_s,
        if(happens(draw(h, 'to a tier'), 300000), 'tier', 'channel'),
        if(happens(draw(h, 'to a tier'), 300000), 'tier 2', escalates_to),
        'agent', agent_text(agent_no)
    from contact
    where escalated_s is not null

    union all
    select n, 8, transferred_s - 1, 'assignee_id', null, 'agent', agent_text(agent_no)
    from contact
    where transferred_s is not null and happens(draw(h, 'let go'), 100000)

    union all
    select n, 9, transferred_s, 'assignee_id', agent_text(second_agent_no), 'agent',
        agent_text(agent_no)
    from contact
    where transferred_s is not null

    union all
    select n, 10, transferred_s, 'group_id', 'g_tier_2', 'agent', agent_text(agent_no)
    from contact
    where transferred_s is not null and happens(draw(h, 'group too'), 500000)

    union all
    select n, 11, continued_s, 'status', 'open', 'customer', customer_text(customer_no)
    from contact
    where continued_s is not null

    union all
    select n, 12, held_s, 'status', 'on_hold', 'agent', agent_text(agent_no)
    from contact
    where held_s is not null

    union all
    select n, 13, returned_s, 'assignee_id', agent_text(agent_no), 'agent',
        agent_text(second_agent_no)
    from contact
    where returned_s is not null

    union all
    select n, 14, released_s, 'status', 'open', 'automation', null
    from contact
    where released_s is not null

    union all
    select n, 15, solved_s, 'status', 'solved',
        if(has_reply, 'agent', 'automation'), if(has_reply, agent_text(last_agent_no), null)
    from contact
    where solved_s is not null

    union all
    select n, 16, reopened_s, 'status', 'open', 'customer', customer_text(customer_no)
    from contact
    where reopened_s is not null

    union all
    select n, 17, solved_again_s, 'status', 'solved', 'agent', agent_text(last_agent_no)
    from contact
    where solved_again_s is not null

    union all
    select n, 18, closed_s, 'status', 'closed', 'automation', null
    from contact
    where closed_s is not null

    union all
    select n, 19, swept_s, 'status', if(is_spam, 'spam', 'closed'), 'agent', agent_text(agent_no)
    from contact
    where swept_s is not null
),

numbered as (
    select
        *,
        n * 20 + kind as event_no,
        mix32(n * 20 + kind) as event_hash,
    from changes
)

select
    event_no::varchar as event_id,
    ticket_text(n) as ticket_id,
    instant(changed_s) as occurred_at,
    field,
    new_value,
    actor_kind,
    actor_id,
    case
        when happens(draw(event_hash, 'event delivery'), 1000) then 'late'
        when happens(draw(event_hash, 'event delivery'), 2000) then 'twice'
        else 'once'
    end as delivery,
    changed_s as sort_s,
    event_no as sort_no,
from numbered
