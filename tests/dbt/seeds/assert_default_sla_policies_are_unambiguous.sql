-- Two default policies of one connection and channel would leave open which of them holds, and so
-- would a policy with two places, or two targets of one thing that begin on one date.
with policies as (
    select * from {{ ref('sla_policies') }}
)

select
    connection,
    channel,
    cast(null as varchar) as policy_id,
    'several policies of one connection and channel' as problem
from policies
group by connection, channel
having count(distinct policy_id) > 1
union all
select
    cast(null as varchar) as connection,
    cast(null as varchar) as channel,
    policy_id,
    'a policy of several connections or channels' as problem
from policies
group by policy_id
having count(distinct concat(coalesce(connection, '*'), ' ', coalesce(channel, '*'))) > 1
union all
select
    connection,
    channel,
    policy_id,
    'several targets from one date on' as problem
from policies
group by connection, channel, policy_id, metric, priority, valid_from
having count(*) > 1
