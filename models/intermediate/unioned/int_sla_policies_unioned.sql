{{ union_sources(
    'sla_policies',
    source_types=['helpdesk', 'fivetran_zendesk'],
    columns=[
        'connection', 'policy_id', 'metric', 'priority', 'target_seconds', 'clock',
        'valid_from', 'valid_to', 'load_id',
    ]
) }}
