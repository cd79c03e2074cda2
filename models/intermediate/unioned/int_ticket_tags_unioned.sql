{{ union_sources(
    'ticket_tags',
    source_types=['helpdesk', 'fivetran_zendesk', 'fivetran_intercom'],
    columns=[
        'connection', 'ticket_id', 'tag', 'removed_at', 'load_id',
    ]
) }}
