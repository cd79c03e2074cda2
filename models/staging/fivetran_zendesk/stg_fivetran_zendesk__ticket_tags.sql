with source as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket_tag') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        connection,
        ticket_id,
        tag,
        cast(null as timestamp) as added_at,
        cast(null as timestamp) as removed_at,
        load_id
    from source
    where not {{ fivetran_deleted() }}
)

select * from renamed
