with source as (
    select * from {{ source('raw_helpdesk', 'customers') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'customers'
),

renamed as (
    select
        source.connection,
        source.customer_id,
        nullif(lower(trim(source.email)), '') as email,
        source.name,
        source.segment,
        source.industry,
        source.is_lost,
        source.lost_at,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.customer_id = deletions.id
    where deletions.id is null
)

select * from renamed
