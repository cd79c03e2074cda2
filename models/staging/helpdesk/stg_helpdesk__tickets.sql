with source as (
    select * from {{ source('raw_helpdesk', 'tickets') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'tickets'
),

renamed as (
    select
        source.connection,
        'helpdesk' as source_type,
        source.ticket_id,
        source.channel,
        source.created_at,
        source.status,
        source.priority,
        source.subject,
        source.requester_id,
        source.assignee_id,
        source.group_id,
        source.brand,
        source.locale,
        source.device,
        source.lifecycle_stage,
        source.schedule_id,
        source.merged_into_ticket_id,
        coalesce(source.is_test, false) as is_test,
        deletions.id is not null as is_deleted,
        false as is_truncated,
        source.tier,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.ticket_id = deletions.id
    where source.created_at <= {{ as_of() }}
)

select * from renamed
