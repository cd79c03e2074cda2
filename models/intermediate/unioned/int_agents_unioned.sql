{{ union_sources(
    'agents',
    source_types=['helpdesk', 'fivetran_zendesk', 'fivetran_intercom', 'twitter'],
    columns=[
        'connection', 'agent_id', 'name', 'team', 'role', 'valid_from', 'valid_to', 'load_id',
    ]
) }}
