{{ config(pre_hook="{{ keep_as_it_was(['sla_policies']) }}") }}

with source_targets as (
    select * from {{ ref('int_sla_policies_unioned') }}
),

seed_targets as (
    select * from {{ ref('sla_policies') }}
),

targets as (
    select
        connection,
        cast(null as {{ type_text() }}) as channel,
        false as is_default,
        policy_id,
        metric,
        priority,
        clock,
        target_seconds * 1000000 as target_us,
        coalesce(valid_from, timestamp '0001-01-01') as valid_from,
        valid_to
    from source_targets
    union all
    select
        connection,
        channel,
        true as is_default,
        policy_id,
        metric,
        lower(trim(priority)) as priority,
        clock,
        target_seconds * 1000000 as target_us,
        coalesce(
            {{ local_to_utc('cast(valid_from as timestamp)', reporting_time_zone()) }},
            timestamp '0001-01-01'
        ) as valid_from,
        {{ local_to_utc('cast(valid_to + 1 as timestamp)', reporting_time_zone()) }} as valid_to
    from seed_targets
)

-- Where periods overlap, the one that begins later holds from then on.
select
    connection,
    channel,
    is_default,
    {{ stable_key([
        "case when is_default then 'default' else concat('of ', connection) end", 'policy_id'
    ]) }} as policy_key,
    policy_id,
    metric,
    priority,
    clock,
    target_us,
    valid_from,
    least(valid_to, lead(valid_from, 1, timestamp '9999-12-31') over (
        partition by connection, is_default, policy_id, metric, priority order by valid_from
    )) as valid_to,
    {{ listed('priority') }} over (
        partition by connection, is_default, policy_id, metric
    ) as priorities
from targets
