{{ union_sources(
    'leads',
    source_types=['helpdesk'],
    columns=[
        'connection', 'lead_id', 'channel', 'captured_at', 'customer_id', 'ticket_id',
        'converted_at', 'value', 'currency', 'load_id',
    ]
) }}
