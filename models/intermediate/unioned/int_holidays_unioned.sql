{{ union_sources(
    'holidays',
    source_types=['helpdesk', 'fivetran_zendesk'],
    columns=[
        'connection', 'schedule_id', 'starts_on', 'ends_on',
    ]
) }}
