with source as (
    select * from {{ source('raw_helpdesk', 'tasks') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'tasks'
),

renamed as (
    select
        source.connection,
        source.task_id,
        source.ticket_id,
        source.assignee_id,
        source.assigned_at,
        case when source.completed_at <= {{ as_of() }} then source.completed_at end as completed_at,
        case when source.cancelled_at <= {{ as_of() }} then source.cancelled_at end as cancelled_at,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.task_id = deletions.id
    where
        deletions.id is null
        and source.assigned_at <= {{ as_of() }}
)

select * from renamed
