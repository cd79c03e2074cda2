{{ union_sources(
    'ticket_events',
    source_types=['helpdesk', 'fivetran_zendesk', 'fivetran_intercom'],
    columns=[
        'connection', 'event_id', 'ticket_id', 'occurred_at', 'field', 'new_value',
        'actor_kind', 'actor_id', 'load_id',
    ]
) }}
