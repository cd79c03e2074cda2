with source as (
    select * from {{ source('raw_helpdesk', 'ticket_sla') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        connection,
        ticket_id,
        policy_id,
        applied_at,
        load_id
    from source
    where applied_at is null or applied_at <= {{ as_of() }}
)

select * from renamed
