with source as (
    select *
    from {{ latest_rows(source('raw_fivetran_intercom', 'team'), ['id'], '_fivetran_synced') }}
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
