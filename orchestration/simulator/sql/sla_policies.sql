-- One row per target and the time it is valid: one was twice as long until the middle of the
-- simulated time.
with targets as (
    select * exclude (is_tightened),
        if(is_tightened, timestamp '{hours_change_on}', null) as valid_from,
        null::timestamp as valid_to,
    from sla_policies

    union all by name

    select * exclude (is_tightened) replace (2 * target_seconds as target_seconds),
        null::timestamp as valid_from,
        timestamp '{hours_change_on}' as valid_to,
    from sla_policies
    where is_tightened
)

select
    *,
    0 as sort_s,
    row_number() over (order by policy_id, metric, priority, valid_from) as sort_no,
from targets
