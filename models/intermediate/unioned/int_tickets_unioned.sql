{{ union_sources(
    'tickets',
    source_types=['helpdesk', 'fivetran_zendesk', 'fivetran_intercom', 'twitter'],
    columns=[
        'connection', 'source_type', 'ticket_id', 'channel', 'created_at', 'status', 'priority',
        'subject', 'requester_id', 'assignee_id', 'group_id', 'brand', 'locale', 'device',
        'lifecycle_stage', 'schedule_id', 'merged_into_ticket_id', 'is_test', 'is_deleted',
        'is_truncated', 'tier', 'load_id',
    ]
) }}
