{{ union_sources(
    'ticket_sla',
    source_types=['helpdesk', 'fivetran_zendesk'],
    columns=[
        'connection', 'ticket_id', 'policy_id', 'applied_at', 'load_id',
    ]
) }}
