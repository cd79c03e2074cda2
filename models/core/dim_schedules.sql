with schedules as (
    select * from {{ ref('int_schedules') }}
)

select
    schedule_key,
    connection,
    schedule_id,
    min(time_zone) as time_zone,
    count(*) as weekly_intervals
from schedules
group by schedule_key, connection, schedule_id
