-- Targets of other metrics (periodic updates and the like) are not computed; a word that only
-- spells one of ours differently belongs into the macro sla_metric.
{{ config(severity='warn') }}

select
    connection,
    metric,
    count(*) as targets
from {{ ref('int_sla_policies_unioned') }}
where metric not in ('first_reply', 'next_reply', 'requester_wait', 'agent_work', 'resolution')
group by connection, metric
