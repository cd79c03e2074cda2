{{ union_sources(
    'messages',
    source_types=['helpdesk', 'fivetran_zendesk', 'fivetran_intercom', 'twitter'],
    columns=[
        'connection', 'source_type', 'ticket_id', 'message_id', 'sent_at', 'sender_kind',
        'sender_id', 'is_public', 'channel', 'macro_id', 'load_id',
    ]
) }}
