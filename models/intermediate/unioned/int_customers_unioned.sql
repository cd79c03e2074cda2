{{ union_sources(
    'customers',
    source_types=['helpdesk', 'twitter'],
    columns=[
        'connection', 'customer_id', 'email', 'load_id',
    ]
) }}
