with threads as (
    select * from {{ ref('stg_twitter__threads') }}
),

renamed as (
    select
        connection,
        author_id as customer_id,
        cast(null as {{ type_text() }}) as email,
        cast(null as {{ type_text() }}) as name,
        cast(null as {{ type_text() }}) as segment,
        cast(null as {{ type_text() }}) as industry,
        cast(null as boolean) as is_lost,
        cast(null as timestamp) as lost_at,
        max(load_id) as load_id
    from threads
    where is_inbound
    group by connection, author_id
)

select * from renamed
