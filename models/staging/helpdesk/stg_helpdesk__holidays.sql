with source as (
    select * from {{ newest_load(source('raw_helpdesk', 'holidays')) }} as newest
),

renamed as (
    select
        connection,
        schedule_id,
        starts_on,
        ends_on,
        name
    from source
)

select * from renamed
