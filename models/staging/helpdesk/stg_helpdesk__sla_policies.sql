with source as (
    select * from {{ source('raw_helpdesk', 'sla_policies') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'sla_policies'
),

renamed as (
    select
        source.connection,
        source.policy_id,
        {{ sla_metric('source.metric') }} as metric,
        lower(trim(source.priority)) as priority,
        source.target_seconds,
        coalesce(source.clock, 'calendar') as clock,
        source.valid_from,
        source.valid_to,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.policy_id = deletions.id
    where deletions.id is null
)

select * from renamed
