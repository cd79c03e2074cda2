with source as (
    select * from {{ source('raw_helpdesk', 'deletions') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        connection,
        table_name,
        id,
        deleted_at
    from source
    where deleted_at <= {{ as_of() }}
)

select * from renamed
