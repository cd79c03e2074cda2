with source as (
    select * from {{ source('raw_helpdesk', 'ticket_tags') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        connection,
        ticket_id,
        tag,
        added_at,
        case when removed_at <= {{ as_of() }} then removed_at end as removed_at,
        load_id
    from source
    where added_at is null or added_at <= {{ as_of() }}
)

select * from renamed
