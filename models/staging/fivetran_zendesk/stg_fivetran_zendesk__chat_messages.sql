with events as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket_chat_event') }}
    where superseded_by_load_id is null
),

chats as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket_chat') }}
    where superseded_by_load_id is null
),

user_roles as (
    select * from {{ ref('stg_fivetran_zendesk__user_roles') }}
),

said as (
    select
        *,
        nullif(regexp_replace(actor_id, '^agent:', ''), '') as user_id
    from events
    where
        lower(type) in ('chatmessage', 'chatfileattachment')
        and not coalesce(is_history_context, false)
        and created_at <= {{ as_of() }}
        and not {{ fivetran_deleted() }}
),

renamed as (
    select
        said.connection,
        -- Without its ticket a chat is an orphan, and counted under its own id.
        coalesce(chats.ticket_id, said.chat_id) as ticket_id,
        concat(said.chat_id, ':', {{ iso_instant('said.created_at') }}) as message_id,
        said.created_at as sent_at,
        case
            -- The bot writes under the name of an agent.
            when said.original_message like '%zd:answerBot%' then 'bot'
            when said.user_id = '__trigger' then 'automation'
            when left(said.user_id, 2) = '__' then 'system'
            when user_roles.sender_kind is not null then user_roles.sender_kind
            when said.actor_id like 'agent:_%' then 'agent'
            else 'unknown'
        end as sender_kind,
        said.user_id as sender_id,
        chats.channel,
        said.message as body,
        greatest(said.load_id, coalesce(chats.load_id, 0)) as load_id
    from said
    left join chats
        on said.connection = chats.connection and said.chat_id = chats.chat_id
    left join user_roles
        on
            said.connection = user_roles.connection
            and said.user_id = user_roles.user_id
            and said.created_at > user_roles.applies_after
            and said.created_at <= user_roles.applies_until
    where not {{ fivetran_deleted('chats') }}
)

select * from renamed
