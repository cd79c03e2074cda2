{{ union_sources(
    'chat_sessions',
    source_types=['helpdesk'],
    columns=[
        'connection', 'chat_id', 'ticket_id', 'started_at', 'accepted_at', 'ended_at',
        'agent_id', 'handed_over_at', 'load_id',
    ]
) }}
