with source as (
    select * from {{ source('raw_helpdesk', 'work_sessions') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'work_sessions'
),

renamed as (
    select
        source.connection,
        source.session_id,
        source.ticket_id,
        source.agent_id,
        source.kind,
        source.started_at,
        least(source.ended_at, {{ as_of() }}) as ended_at,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.session_id = deletions.id
    where deletions.id is null and source.started_at <= {{ as_of() }}
)

select * from renamed
