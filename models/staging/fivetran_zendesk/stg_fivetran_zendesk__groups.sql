with source as (
    select * from {{ source('raw_fivetran_zendesk', 'group') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        connection,
        id as group_id,
        name,
        load_id
    from source
)

select * from renamed
