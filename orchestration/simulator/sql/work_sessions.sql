-- One row per stretch of an agent's measured time: on the first reply, on what followed it,
-- and on tidying up once the contact was solved.
with stretches as (
    select n, agent_no, 1 as kind_no, if(channel_group = 'phone', 'talk', 'handle') as kind,
        replied_s as started_s,
        replied_s
        + spread(if(is_live, handle, handle * 6 // 10), draw(h, 'first handle')) as ended_s
    from contact
    where replied_s is not null

    union all
    select n, agent_no, 2, if(channel_group = 'phone', 'hold', 'handle'),
        replied_s + work_delay // 3,
        replied_s + work_delay // 3 + spread(handle * 8 // 10, draw(h, 'second handle'))
    from contact
    where replied_s is not null and not is_live and happens(draw(h, 'handled twice'), 500000)

    union all
    select n, last_agent_no, 3, 'wrap_up', solved_s, solved_s + spread(wrap_up, draw(h, 'wrap up'))
    from contact
    where solved_s is not null and replied_s is not null and wrap_up > 0
)

select
    (n * 20 + kind_no)::varchar as session_id,
    ticket_text(n) as ticket_id,
    agent_text(agent_no) as agent_id,
    kind,
    instant(started_s) as started_at,
    instant(ended_s) as ended_at,
    started_s as sort_s,
    n * 20 + kind_no as sort_no,
from stretches
where ended_s < {horizon_s}
