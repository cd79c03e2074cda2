with source as (
    select * from {{ source('raw_fivetran_zendesk', 'sla_policy_metric_history') }}
    where superseded_by_load_id is null and sla_policy_updated_at <= {{ as_of() }}
),

-- The oldest version that is held also tells what applied before it.
policy_versions as (
    select
        connection,
        sla_policy_id,
        sla_policy_updated_at,
        lag(sla_policy_updated_at) over versions_in_order is not null as has_older_version,
        lead(sla_policy_updated_at) over versions_in_order as superseded_at
    from source
    group by connection, sla_policy_id, sla_policy_updated_at
    window versions_in_order as (
        partition by connection, sla_policy_id order by sla_policy_updated_at
    )
),

renamed as (
    select
        source.connection,
        source.sla_policy_id as policy_id,
        {{ sla_metric('source.metric') }} as metric,
        lower(trim(source.priority)) as priority,
        source.target * 60 as target_seconds,
        case when source.business_hours then 'business' else 'calendar' end as clock,
        case when policy_versions.has_older_version then source.sla_policy_updated_at end
            as valid_from,
        policy_versions.superseded_at as valid_to,
        source.load_id
    from source
    inner join policy_versions
        on
            source.connection = policy_versions.connection
            and source.sla_policy_id = policy_versions.sla_policy_id
            and source.sla_policy_updated_at = policy_versions.sla_policy_updated_at
    where source.target is not null
)

select * from renamed
