with source as (
    select * from {{ source('raw_helpdesk', 'ticket_events') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'ticket_events'
),

renamed as (
    select
        source.connection,
        source.event_id,
        source.ticket_id,
        source.occurred_at,
        source.field,
        case
            when source.field = 'status' then lower(source.new_value) else source.new_value
        end as new_value,
        source.actor_kind,
        source.actor_id,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.event_id = deletions.id
    where deletions.id is null and source.occurred_at <= {{ as_of() }}
)

select * from renamed
