with messages as (
    {{ union_sources(
        'messages',
        source_types=['helpdesk', 'fivetran_zendesk', 'fivetran_intercom', 'twitter'],
        columns=[
            'connection', 'source_type', 'ticket_id', 'message_id', 'sent_at', 'sender_kind',
            'sender_id', 'is_public', 'channel', 'quick_reply_id', 'macro_id', 'body', 'sentiment',
            'load_id',
        ]
    ) | indent }}
)

select
    connection,
    source_type,
    ticket_id,
    message_id,
    sent_at,
    sender_kind,
    sender_id,
    is_public,
    channel,
    quick_reply_id,
    macro_id,
    load_id,
    length(body) as body_characters,
    case
        when sender_kind = 'customer' and is_public and sentiment between -1 and 1
            then sentiment
    end as sentiment_score,
    -- An essay says no more of a mood than its beginning, and would take minutes.
    case
        when
            sender_kind = 'customer' and is_public
            and coalesce(sentiment not between -1 and 1, true)
            then nullif(left(body, 2000), '')
    end as text
from messages
