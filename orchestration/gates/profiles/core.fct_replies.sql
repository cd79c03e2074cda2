-- One row: replies of all connections together.
select
    'all' as connection,
    case
        when (select count(*) from core.fct_contacts) >= 100
            then count(*) / (select count(*) from core.fct_contacts)
    end as replies_per_contact,
    case
        when count(*) >= 100 then 1 - count(agent_key) / count(*)
    end as without_agent_share,
from core.fct_replies
