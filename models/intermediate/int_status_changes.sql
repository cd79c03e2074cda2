with changes as (
    select
        *,
        coalesce(previous_value, 'new') as status_before,
        new_value as status_after
    from {{ ref('int_ticket_changes') }}
    where
        contact_key is not null
        and field = 'status'
        and new_value <> coalesce(previous_value, 'new')
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
)

select
    changes.contact_key,
    changes.created_at,
    changes.occurred_at,
    changes.effective_at,
    changes.event_number,
    changes.agent_id,
    changes.status_before,
    changes.status_after,
    changes.status_before in ('solved', 'closed') as was_resolved,
    changes.status_after in ('solved', 'closed') as is_resolved,
    {{ open_microseconds('changes.effective_at', 'piece') }} as open_us
from changes
left join pieces as piece
    on {{ in_piece('changes.effective_at', 'changes.schedule_key', 'piece') }}
