with source as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket_comment') }}
    where superseded_by_load_id is null
),

user_roles as (
    select * from {{ ref('stg_fivetran_zendesk__user_roles') }}
),

chat_messages as (
    select * from {{ ref('stg_fivetran_zendesk__chat_messages') }}
),

renamed as (
    select
        source.connection,
        source.ticket_id,
        source.id as message_id,
        source.created as sent_at,
        case
            when source.via_channel = 'rule' then 'automation'
            when source.via_channel like 'answer_bot%' then 'bot'
            when source.user_id = '-1' then 'system'
            else coalesce(user_roles.sender_kind, 'unknown')
        end as sender_kind,
        source.user_id as sender_id,
        coalesce(source.public, true) as is_public,
        case
            when source.voice_comment then 'voice'
            when source.tweet then 'twitter'
            when source.facebook_comment then 'facebook'
        end as channel,
        source.body,
        source.load_id
    from source
    left join user_roles
        on
            source.connection = user_roles.connection
            and source.user_id = user_roles.user_id
            and source.created > user_roles.applies_after
            and source.created <= user_roles.applies_until
    where
        source.created <= {{ as_of() }}
        and not {{ fivetran_deleted('source') }}
        -- A transcript repeats the messages of the chat, as one comment after its end.
        and not (
            coalesce(source.via_channel, '') = 'chat_transcript'
            and exists (
                select 1 from chat_messages
                where
                    chat_messages.connection = source.connection
                    and chat_messages.ticket_id = source.ticket_id
            )
        )
)

select * from renamed
