{{ union_sources(
    'ticket_tags',
    source_types=['helpdesk'],
    columns=[
        'connection', 'ticket_id', 'tag', 'removed_at', 'load_id',
    ]
) }}
