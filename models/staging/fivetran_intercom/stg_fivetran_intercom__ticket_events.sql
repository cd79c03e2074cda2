with parts as (
    select * from {{ ref('stg_fivetran_intercom__parts') }}
),

-- One part can change several fields at once.
changes as (
    select
        *,
        'status' as field,
        case
            when part_type = 'close' then 'closed'
            when part_type = 'snoozed' then 'on_hold'
            else 'open'
        end as new_value
    from parts
    where
        part_type in (
            'close', 'snoozed', 'open', 'unsnoozed', 'timer_unsnooze', 'assign_and_unsnooze',
            'assign_and_reopen', 'note_and_reopen', 'note_and_unsnooze'
        )
    union all
    select
        *,
        case when assigned_to_type = 'team' then 'group_id' else 'assignee_id' end as field,
        case when assigned_to_type <> 'nobody_admin' then nullif(assigned_to_id, '0') end
            as new_value
    from parts
    where assigned_to_type in ('admin', 'bot', 'team', 'nobody_admin')
),

renamed as (
    select
        connection,
        -- Padded, so that parts of one second keep the order of their ids.
        concat(
            case when length(part_id) < 20 then lpad(part_id, 20, '0') else part_id end,
            ':', field
        ) as event_id,
        conversation_id as ticket_id,
        created_at as occurred_at,
        field,
        new_value,
        author_kind as actor_kind,
        author_id as actor_id,
        load_id
    from changes
)

select * from renamed
