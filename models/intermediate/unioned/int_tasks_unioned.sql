{{ union_sources(
    'tasks',
    source_types=['helpdesk'],
    columns=[
        'connection', 'task_id', 'ticket_id', 'assignee_id', 'assigned_at', 'completed_at',
        'cancelled_at', 'load_id',
    ]
) }}
