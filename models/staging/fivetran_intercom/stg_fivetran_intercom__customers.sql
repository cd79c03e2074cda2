with source as (
    select * from {{ source('raw_fivetran_intercom', 'contact_history') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        connection,
        id as customer_id,
        nullif(lower(trim(email)), '') as email,
        name,
        role as segment,
        cast(null as {{ type_text() }}) as industry,
        cast(null as boolean) as is_lost,
        cast(null as timestamp) as lost_at,
        load_id
    from source
    where not {{ fivetran_inactive() }}
)

select * from renamed
