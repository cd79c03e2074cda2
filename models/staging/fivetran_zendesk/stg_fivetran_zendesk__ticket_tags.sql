with source as (
    select *
    from {{ latest_rows(
        source('raw_fivetran_zendesk', 'ticket_tag'), ['ticket_id', 'tag'], '_fivetran_synced'
    ) }}
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
