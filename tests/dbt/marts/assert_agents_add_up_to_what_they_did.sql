-- In each grain the agents' replies, answered turns, first replies and resolutions are those of the
-- facts that name an agent.
with replies as (
    select
        count(*) as replies,
        count(*) filter (where answers_turn) as answered
    from {{ ref('fct_replies') }}
    where exclusion_reason is null and agent_key is not null
),

resolutions as (
    select count(*) as resolved
    from {{ ref('fct_resolutions') }}
    where exclusion_reason is null and agent_key is not null
),

grains as (
    select unnest(['day', 'week', 'month', 'all']) as period_grain
),

mart as (
    select
        period_grain,
        sum(replies) as replies,
        sum(unique_messages_answered) as answered,
        sum(reply_waits) as reply_waits,
        sum(resolved) as resolved
    from {{ ref('mart_agent_performance') }}
    group by period_grain
)

select
    grains.period_grain,
    mart.replies,
    mart.answered,
    mart.reply_waits,
    mart.resolved
from grains
cross join replies
cross join resolutions
left join mart on grains.period_grain = mart.period_grain
where
    coalesce(mart.replies, 0) <> replies.replies
    or coalesce(mart.answered, 0) <> replies.answered
    or coalesce(mart.reply_waits, 0) <> replies.answered
    or coalesce(mart.resolved, 0) <> resolutions.resolved
