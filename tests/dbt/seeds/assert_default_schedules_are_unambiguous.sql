-- Two default schedules of one connection and channel would leave open which of them holds.
select
    connection,
    channel,
    count(*) as default_schedules
from {{ ref('channel_schedules') }}
group by connection, channel
having count(*) > 1
