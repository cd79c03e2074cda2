-- One row per agent and team seat. The last seat of every team has no row: its user is missing. The
-- one before it left in the middle of the simulated time.
select
    agent_text(agent_no) as agent_id,
    concat(
        {first_names}[pick(draw(h, 'first name'), {names}) + 1], ' ',
        {last_names}[pick(draw(h, 'last name'), {names}) + 1]
    ) as name,
    {groups}[agent_no // {seats} + 1] as team,
    if(agent_no % {seats} = 0, 'lead', 'agent') as role,
    timestamp '{first_hour}' - to_days(400 + pick(draw(h, 'hired'), 600)::integer) as valid_from,
    if(agent_no % {seats} = {seats} - 2, timestamp '{hours_change_on}', null) as valid_to,
    agent_no as sort_s,
    agent_no as sort_no,
from (
    select
        agent_no,
        mix32(agent_no) as h,
    from (
        select unnest(range({seats} * len({groups}))) as agent_no
    )
)
where agent_no % {seats} <> {seats} - 1
