{{ union_sources(
    'changes',
    source_types=['helpdesk', 'fivetran_zendesk', 'fivetran_intercom', 'twitter'],
    columns=['connection', 'kind', 'id', 'occurred_at']
) }}
