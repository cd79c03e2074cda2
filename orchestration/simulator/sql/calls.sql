-- One row per call of the phone contacts: the caller's own, the call back to those who gave up
-- waiting (now and then after an attempt that nobody took), and the call that reopens a contact.
-- Of some first calls no record was kept, only the time that they took.
with calls_made as (
    select n, h, agent_no, 1 as kind, mode <> 'outbound' as is_inbound, created_s as queued_s,
        if(is_live or mode = 'outbound', replied_s, null) as answered_s,
        if(is_live or mode = 'outbound', null, created_s + 20 + pick(draw(h, 'patience'), 240))
            as abandoned_s
    from contact
    where channel_group = 'phone' and not happens(draw(h, 'call not recorded'), 5000)

    union all
    select n, h, agent_no, 2, false, replied_s - 1800, null, null
    from contact
    where channel_group = 'phone' and not is_live and mode <> 'outbound' and replied_s is not null
        and happens(draw(h, 'tried before'), 200000)

    union all
    select n, h, agent_no, 3, false, replied_s - 15, replied_s, null
    from contact
    where channel_group = 'phone' and not is_live and mode <> 'outbound' and replied_s is not null

    union all
    select n, h, agent_no, 4, true, reopened_s, reopened_s + 5 + pick(draw(h, 'queue again'), 60),
        null
    from contact
    where channel_group = 'phone' and reopened_s is not null
)

select
    (n * 20 + kind)::varchar as call_id,
    ticket_text(n) as ticket_id,
    if(is_inbound, 'inbound', 'outbound') as direction,
    instant(queued_s) as queued_at,
    instant(until_horizon(answered_s)) as answered_at,
    instant(until_horizon(abandoned_s)) as abandoned_at,
    if(until_horizon(answered_s) is null, null, agent_text(agent_no)) as agent_id,
    queued_s as sort_s,
    n * 20 + kind as sort_no,
from calls_made
