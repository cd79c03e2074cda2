{{ union_sources(
    'customers',
    source_types=['helpdesk', 'fivetran_zendesk', 'fivetran_intercom', 'twitter'],
    columns=[
        'connection', 'customer_id', 'email', 'segment', 'industry', 'is_lost', 'lost_at',
        'load_id',
    ]
) }}
