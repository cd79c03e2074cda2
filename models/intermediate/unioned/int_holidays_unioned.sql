{{ union_sources(
    'holidays',
    source_types=['helpdesk'],
    columns=[
        'connection', 'schedule_id', 'starts_on', 'ends_on',
    ]
) }}
