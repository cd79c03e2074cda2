with source as (
    select * from {{ latest_rows(source('raw_helpdesk', 'groups'), ['group_id']) }}
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }} where table_name = 'groups'
),

renamed as (
    select
        source.connection,
        source.group_id,
        source.name,
        source.load_id,
    from source
    where
        not exists (
            select 1 from deletions
            where deletions.connection = source.connection and deletions.id = source.group_id
        )
)

select * from renamed
