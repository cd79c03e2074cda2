with comments as (
    select * from {{ ref('stg_fivetran_zendesk__comments') }}
),

chat_messages as (
    select * from {{ ref('stg_fivetran_zendesk__chat_messages') }}
),

unioned as (
    select
        connection,
        ticket_id,
        message_id,
        sent_at,
        sender_kind,
        sender_id,
        is_public,
        channel,
        body,
        load_id
    from comments
    union all
    select
        connection,
        ticket_id,
        message_id,
        sent_at,
        sender_kind,
        sender_id,
        true as is_public,
        channel,
        body,
        load_id
    from chat_messages
),

renamed as (
    select
        connection,
        'fivetran_zendesk' as source_type,
        ticket_id,
        message_id,
        sent_at,
        sender_kind,
        sender_id,
        is_public,
        channel,
        body,
        cast(null as {{ type_text() }}) as quick_reply_id,
        cast(null as {{ type_text() }}) as macro_id,
        cast(null as double) as sentiment,
        load_id
    from unioned
)

select * from renamed
