with source as (
    select * from {{ source('raw_helpdesk', 'leads') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'leads'
),

renamed as (
    select
        source.connection,
        source.lead_id,
        source.channel,
        source.captured_at,
        source.customer_id,
        source.ticket_id,
        case when source.converted_at <= {{ as_of() }} then source.converted_at end as converted_at,
        source.value,
        source.currency,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.lead_id = deletions.id
    where
        deletions.id is null
        and source.captured_at <= {{ as_of() }}
)

select * from renamed
