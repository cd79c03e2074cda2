with source as (
    select *
    from {{ latest_rows(
        source('raw_fivetran_zendesk', 'schedule_holiday'), ['schedule_id', 'id'],
        '_fivetran_synced'
    ) }}
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
