-- One row per visit to the portal: the one that led to each contact there, and three that did not.
with visits as (
    select
        contact.*,
        unnest(range(4)) as visit,
    from contact
    where channel_group = 'portal'
),

hashed as (
    select
        *,
        n * 20 + visit as visit_no,
        mix32(n * 20 + visit) as visit_hash,
    from visits
),

begun as (
    select
        *,
        created_s
        - if(visit = 0, 60, 0)
        - pick(draw(visit_hash, 'visit'), if(visit = 0, 1800, 3600)) as started_s,
    from hashed
)

select
    visit_no::varchar as session_id,
    instant(started_s) as started_at,
    case
        when visit = 0 then customer_text(customer_no)
        when happens(draw(visit_hash, 'signed in'), 600000)
            then customer_text(pick(draw(visit_hash, 'visitor'), {customers}))
    end as customer_id,
    case
        when happens(draw(visit_hash, 'device'), 600000) then 'desktop'
        when happens(draw(visit_hash, 'device'), 980000) then 'mobile'
        else 'tablet'
    end as device,
    if(
        happens(draw(visit_hash, 'reads'), 750000),
        1 + pick(draw(visit_hash, 'articles'), 5),
        0
    ) as articles_read,
    happens(draw(visit_hash, 'searches'), 550000) as searched,
    started_s as sort_s,
    visit_no as sort_no,
from begun
