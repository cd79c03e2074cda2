-- Rows of a second file: messages that come late or twice, edited ones, and a few of tickets that no
-- export ever holds.
select
    * replace (
        if(delivery = 'edited', concat(body, ' (edited)'), body) as body,
        if(delivery = 'edited', sent_at + interval 5 minute, edited_at) as edited_at
    ),
from messages
where delivery <> 'once'

union all by name

select
    * replace (
        (900000000000 + sort_no)::varchar as message_id,
        concat('9000', ticket_id) as ticket_id,
        'orphan' as delivery,
        sort_no + 900000000000 as sort_no
    ),
from messages
where sort_no % 80000 = 21
