with source as (
    select * from {{ source('raw_helpdesk', 'messages') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'messages'
),

renamed as (
    select
        source.connection,
        'helpdesk' as source_type,
        source.ticket_id,
        source.message_id,
        source.sent_at,
        source.sender_kind,
        source.sender_id,
        coalesce(source.is_public, true) as is_public,
        source.channel,
        source.body,
        source.quick_reply_id,
        source.macro_id,
        source.sentiment,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.message_id = deletions.id
    where deletions.id is null and source.sent_at <= {{ as_of() }}
)

select * from renamed
