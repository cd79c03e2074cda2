-- Every inbound message of a contact that counts is once in each grain and level of
-- mart_inbox_activity, and once more in the hours of a month's and all time's heat map.
with messages as (
    select
        count(*) as messages,
        coalesce(sum(actions), 0) as actions
    from {{ ref('fct_inbound_messages') }}
    where exclusion_reason is null
),

mart as (
    select
        period_grain,
        level,
        weekday is not null as is_of_an_hour,
        sum(messages_received) as messages,
        sum(actions) as actions
    from {{ ref('mart_inbox_activity') }}
    group by all
),

grains as (
    select unnest(['day', 'week', 'month', 'all']) as period_grain
),

levels as (
    select unnest(['channel', 'group', 'all']) as level
),

hours as (
    select unnest([false, true]) as is_of_an_hour
),

expected as (
    select
        grains.period_grain,
        levels.level,
        hours.is_of_an_hour
    from grains
    cross join levels
    cross join hours
    where grains.period_grain in ('month', 'all') or not hours.is_of_an_hour
)

select
    expected.period_grain,
    expected.level,
    expected.is_of_an_hour,
    mart.messages,
    mart.actions
from expected
cross join messages
left join mart
    on
        expected.period_grain = mart.period_grain
        and expected.level = mart.level
        and expected.is_of_an_hour = mart.is_of_an_hour
where
    coalesce(mart.messages, 0) <> messages.messages
    or coalesce(mart.actions, 0) <> messages.actions
