-- One row per tag of a contact: its topic, and for some a second one, now and then taken off again.
with tagged as (
    select n, h, created_s, assigned_s, 1 as place, pick(draw(h, 'topic'), {topics}) as topic_no
    from contact
    where happens(draw(h, 'tagged'), 800000)

    union all
    select n, h, created_s, assigned_s, 2,
        (pick(draw(h, 'topic'), {topics}) + 1 + pick(draw(h, 'second topic'), {topics} - 1))
        % {topics}
    from contact
    where assigned_s is not null and happens(draw(h, 'tagged twice'), 300000)
)

select
    ticket_text(n) as ticket_id,
    {tags}[topic_no + 1] as tag,
    instant(if(place = 1, created_s, assigned_s)) as added_at,
    instant(if(
        place = 2 and happens(draw(h, 'taken off'), 100000), until_horizon(assigned_s + 7200), null
    )) as removed_at,
    if(place = 1, created_s, assigned_s) as sort_s,
    n * 2 + place as sort_no,
from tagged
