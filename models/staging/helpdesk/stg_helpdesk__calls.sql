with source as (
    select * from {{ source('raw_helpdesk', 'calls') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'calls'
),

renamed as (
    select
        source.connection,
        source.call_id,
        source.ticket_id,
        source.direction,
        source.queued_at,
        case when source.answered_at <= {{ as_of() }} then source.answered_at end as answered_at,
        case when source.abandoned_at <= {{ as_of() }} then source.abandoned_at end as abandoned_at,
        source.agent_id,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.call_id = deletions.id
    where deletions.id is null and source.queued_at <= {{ as_of() }}
)

select * from renamed
