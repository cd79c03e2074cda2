-- One row per task handed to somebody in a contact; most are done, some dropped, some left lying.
select
    (n * 20)::varchar as task_id,
    ticket_text(n) as ticket_id,
    agent_text(agent_no) as assignee_id,
    instant(replied_s) as assigned_at,
    instant(if(
        happens(draw(h, 'task done'), 850000),
        until_horizon(replied_s + spread(100000, draw(h, 'task takes'))),
        null
    )) as completed_at,
    instant(if(
        happens(draw(h, 'task done'), 850000) or happens(draw(h, 'task stays'), 600000),
        null,
        until_horizon(replied_s + spread(100000, draw(h, 'task takes')))
    )) as cancelled_at,
    replied_s as sort_s,
    n as sort_no,
from contact
where replied_s is not null and happens(draw(h, 'task'), 50000)
