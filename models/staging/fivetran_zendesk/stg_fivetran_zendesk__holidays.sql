with source as (
    select * from {{ source('raw_fivetran_zendesk', 'schedule_holiday') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        connection,
        schedule_id,
        start_date as starts_on,
        end_date as ends_on,
        name
    from source
    where not {{ fivetran_deleted() }}
)

select * from renamed
