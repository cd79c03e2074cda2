-- One row per row removed at the source: whole contacts, and single messages that customers took back.
select
    'tickets' as table_name,
    ticket_text(n) as id,
    instant(deleted_s) as deleted_at,
    deleted_s as sort_s,
    n as sort_no,
from contact
where deleted_s is not null and not happens(draw(h, 'tombstone'), 300000)

union all

select
    'messages',
    (n * 20 + 1)::varchar,
    instant(created_s + 300),
    created_s + 300,
    n,
from contact
where channel_group = 'social' and created_s < {horizon_s} - 300
    and happens(draw(h, 'takes back'), 500)
