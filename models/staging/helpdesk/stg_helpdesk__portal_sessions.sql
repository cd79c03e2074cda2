with source as (
    select * from {{ source('raw_helpdesk', 'portal_sessions') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'portal_sessions'
),

renamed as (
    select
        source.connection,
        source.session_id,
        source.started_at,
        source.customer_id,
        source.device,
        source.articles_read,
        source.searched,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.session_id = deletions.id
    where
        deletions.id is null
        and source.started_at <= {{ as_of() }}
)

select * from renamed
