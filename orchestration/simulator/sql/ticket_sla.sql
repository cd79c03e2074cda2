-- One row per policy that the help desk set on a contact.
select
    ticket_text(n) as ticket_id,
    concat('sla_', channel_group) as policy_id,
    instant(created_s) as applied_at,
    created_s as sort_s,
    n as sort_no,
from contact
where channel_group in ('social', 'portal', 'email') and happens(draw(h, 'has a policy'), 750000)
