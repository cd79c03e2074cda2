{{ union_sources(
    'customers',
    source_types=['helpdesk', 'fivetran_zendesk', 'fivetran_intercom', 'twitter'],
    columns=[
        'connection', 'customer_id', 'email', 'load_id',
    ]
) }}
