{{ union_sources(
    'surveys',
    source_types=['helpdesk', 'fivetran_zendesk', 'fivetran_intercom'],
    columns=[
        'connection', 'survey_id', 'ticket_id', 'kind', 'offered_at', 'responded_at', 'score',
        'scale_min', 'scale_max', 'load_id',
    ]
) }}
