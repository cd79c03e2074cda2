{{ union_sources(
    'portal_sessions',
    source_types=['helpdesk'],
    columns=[
        'connection', 'session_id', 'started_at', 'customer_id', 'device', 'articles_read',
        'searched', 'load_id',
    ]
) }}
