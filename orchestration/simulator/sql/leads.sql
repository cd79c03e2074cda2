-- One row per lead: half as many as social contacts, one in a hundred of them converts.
select
    n::varchar as lead_id,
    channel,
    instant(created_s) as captured_at,
    if(happens(draw(h, 'known lead'), 600000), customer_text(customer_no), null) as customer_id,
    if(happens(draw(h, 'known lead'), 600000), ticket_text(n), null) as ticket_id,
    instant(until_horizon(if(
        happens(draw(h, 'converts'), 10000),
        created_s + spread(5 * 86400, draw(h, 'converts after')),
        null
    ))) as converted_at,
    if(
        happens(draw(h, 'converts'), 10000),
        (2000 + pick(draw(h, 'lead value'), 18000))::double / 100,
        null
    ) as value,
    if(happens(draw(h, 'converts'), 10000), '{currency}', null) as currency,
    created_s as sort_s,
    n as sort_no,
from contact
where channel_group = 'social' and not is_spam and happens(draw(h, 'lead'), 500000)
