{{ union_sources(
    'schedules',
    source_types=['helpdesk', 'fivetran_zendesk'],
    columns=[
        'connection', 'schedule_id', 'time_zone', 'weekday', 'opens_second', 'closes_second',
        'valid_from', 'valid_to',
    ]
) }}
