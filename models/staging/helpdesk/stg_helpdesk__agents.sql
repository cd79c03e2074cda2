with source as (
    select * from {{ source('raw_helpdesk', 'agents') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'agents'
),

renamed as (
    select
        source.connection,
        source.agent_id,
        source.name,
        source.team,
        source.role,
        source.valid_from,
        source.valid_to,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.agent_id = deletions.id
    where deletions.id is null
)

select * from renamed
