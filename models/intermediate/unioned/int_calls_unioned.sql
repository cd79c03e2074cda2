{{ union_sources(
    'calls',
    source_types=['helpdesk'],
    columns=[
        'connection', 'call_id', 'ticket_id', 'direction', 'queued_at', 'answered_at',
        'abandoned_at', 'agent_id', 'load_id',
    ]
) }}
