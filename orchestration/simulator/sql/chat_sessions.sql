-- One row per chat: with the bot first, then picked up, or missed when nobody was in.
select
    (n * 20)::varchar as chat_id,
    ticket_text(n) as ticket_id,
    instant(created_s) as started_at,
    instant(if(is_live, replied_s, null)) as accepted_at,
    instant(until_horizon(
        created_s + if(is_live, opening_delay + work_delay, 60 + pick(draw(h, 'gives up'), 300))
    )) as ended_at,
    if(is_live and replied_s is not null, agent_text(agent_no), null) as agent_id,
    instant(if(
        mode = 'regular' and happens(draw(h, 'handed over'), 700000),
        until_horizon(created_s + least(first_reply_delay, pick(draw(h, 'bot talks'), 40))),
        null
    )) as handed_over_at,
    created_s as sort_s,
    n as sort_no,
from contact
where channel_group = 'chat'
