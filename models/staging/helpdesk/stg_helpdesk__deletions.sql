with source as (
    select * from {{ latest_rows(source('raw_helpdesk', 'deletions'), ['table_name', 'id']) }}
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
