with conversations as (
    select * from {{ source('raw_fivetran_intercom', 'conversation_history') }}
    where superseded_by_load_id is null
),

parts as (
    select * from {{ ref('stg_fivetran_intercom__parts') }}
),

-- What opened the conversation is no part of it. Campaigns send one source to many conversations,
-- so its own id would not be unique.
opening_messages as (
    select
        connection,
        id as conversation_id,
        concat(id, ':source') as message_id,
        created_at as sent_at,
        case
            when source_author_type in ('user', 'lead', 'contact') then 'customer'
            -- Bots and campaigns write in the name of an admin.
            when source_author_type = 'bot' or source_delivered_as = 'operator_initiated'
                then 'bot'
            when source_delivered_as in ('automated', 'campaigns_initiated') then 'automation'
            when source_author_type = 'admin' then 'agent'
            else 'unknown'
        end as sender_kind,
        source_author_id as sender_id,
        true as is_public,
        source_body as body,
        load_id
    from conversations
    where
        created_at <= {{ as_of() }}
        and (source_id is not null or source_author_id is not null or source_body is not null)
),

part_messages as (
    select
        connection,
        conversation_id,
        part_id as message_id,
        created_at as sent_at,
        author_kind as sender_kind,
        author_id as sender_id,
        part_type not in ('note', 'note_and_reopen', 'note_and_unsnooze') as is_public,
        body,
        load_id
    from parts
    where
        part_type in (
            'comment', 'quick_reply', 'note', 'note_and_reopen', 'note_and_unsnooze'
        )
        -- What is said while acting is sent to the other side: a customer's reply to a closed
        -- conversation is a part of type open, an admin's last words one of type close.
        or (
            body is not null
            and part_type in (
                'open', 'close', 'snoozed', 'unsnoozed', 'assignment', 'assign_and_reopen',
                'assign_and_unsnooze'
            )
        )
),

unioned as (
    select * from opening_messages
    union all
    select * from part_messages
),

renamed as (
    select
        connection,
        'fivetran_intercom' as source_type,
        conversation_id as ticket_id,
        message_id,
        sent_at,
        sender_kind,
        sender_id,
        is_public,
        cast(null as {{ type_text() }}) as channel,
        body,
        cast(null as {{ type_text() }}) as quick_reply_id,
        cast(null as {{ type_text() }}) as macro_id,
        cast(null as double) as sentiment,
        load_id
    from unioned
)

select * from renamed
