with timeline as (
    select * from {{ ref('int_event_timeline') }}
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
)

select
    timeline.contact_key,
    timeline.created_at,
    timeline.event_id,
    timeline.occurred_at,
    timeline.effective_at,
    timeline.position,
    timeline.actor_kind,
    timeline.actor_id,
    timeline.status_before,
    timeline.status_after,
    timeline.was_resolved,
    timeline.is_resolved,
    {{ open_microseconds('timeline.effective_at', 'piece') }} as open_us
from timeline
left join pieces as piece
    on {{ in_piece('timeline.effective_at', 'timeline.schedule_key', 'piece') }}
where timeline.status_after <> timeline.status_before
