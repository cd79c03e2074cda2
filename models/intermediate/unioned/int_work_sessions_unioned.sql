{{ union_sources(
    'work_sessions',
    source_types=['helpdesk'],
    columns=[
        'connection', 'session_id', 'ticket_id', 'agent_id', 'kind', 'started_at', 'ended_at',
        'load_id',
    ]
) }}
