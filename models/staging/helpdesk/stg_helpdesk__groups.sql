with source as (
    select * from {{ source('raw_helpdesk', 'groups') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'groups'
),

renamed as (
    select
        source.connection,
        source.group_id,
        source.name,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.group_id = deletions.id
    where deletions.id is null
)

select * from renamed
