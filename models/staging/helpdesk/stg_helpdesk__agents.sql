with source as (
    select * from {{ latest_rows(source('raw_helpdesk', 'agents'), ['agent_id']) }}
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }} where table_name = 'agents'
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
        source.load_id,
    from source
    where
        not exists (
            select 1 from deletions
            where deletions.connection = source.connection and deletions.id = source.agent_id
        )
)

select * from renamed
