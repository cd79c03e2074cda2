with source as (
    select * from {{ latest_rows(source('raw_helpdesk', 'ticket_events'), ['event_id']) }}
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }} where table_name = 'ticket_events'
),

renamed as (
    select
        source.connection,
        source.event_id,
        source.ticket_id,
        source.occurred_at,
        source.field,
        source.new_value,
        source.actor_kind,
        source.actor_id,
        source.load_id,
    from source
    where
        source.occurred_at <= {{ as_of() }}
        and not exists (
            select 1 from deletions
            where deletions.connection = source.connection and deletions.id = source.event_id
        )
)

select * from renamed
