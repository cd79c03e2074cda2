with source as (
    select * from {{ source('raw_helpdesk', 'chat_sessions') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'chat_sessions'
),

renamed as (
    select
        source.connection,
        source.chat_id,
        source.ticket_id,
        source.started_at,
        case when source.accepted_at <= {{ as_of() }} then source.accepted_at end as accepted_at,
        case when source.ended_at <= {{ as_of() }} then source.ended_at end as ended_at,
        source.agent_id,
        case when source.handed_over_at <= {{ as_of() }} then source.handed_over_at end
            as handed_over_at,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.chat_id = deletions.id
    where
        deletions.id is null
        and source.started_at <= {{ as_of() }}
)

select * from renamed
