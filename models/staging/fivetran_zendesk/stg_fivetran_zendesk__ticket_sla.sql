with source as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket_sla_policy') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        connection,
        ticket_id,
        sla_policy_id as policy_id,
        policy_applied_at as applied_at,
        load_id
    from source
    where policy_applied_at <= {{ as_of() }}
)

select * from renamed
