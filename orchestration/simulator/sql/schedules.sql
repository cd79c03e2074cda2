-- The weekly hours as the export holds them. One schedule is valid until a day in the middle of the
-- simulated time and has other hours from the next day on.
create or replace table schedules as
select
    schedule_id,
    '{time_zone}' as time_zone,
    weekday,
    printf('%02d:00', opens_hour) as opens_at,
    printf('%02d:00', closes_hour) as closes_at,
    if(validity = 'new', date '{hours_change_on}', null) as valid_from,
    if(validity = 'old', date '{hours_change_on}' - 1, null) as valid_to,
    opens_hour,
    closes_hour,
from weekly_hours;

-- Every local hour in which a schedule is open. The tail of an interval that crosses midnight
-- belongs to the day before, but a holiday closes the hours that lie on it.
create or replace table open_hours as
with days as (
    select unnest(generate_series(
        timestamp '{first_hour}' - interval 2 day, timestamp '{horizon}' + interval 2 day,
        interval 1 day
    )) as local_day
),

hours as (
    select distinct
        schedules.schedule_id,
        days.local_day + to_hours(unnest(range(
            opens_hour, closes_hour + if(closes_hour <= opens_hour, 24, 0)
        ))) as local_hour,
    from days
    inner join schedules
        on schedules.weekday = isodow(days.local_day)
        and days.local_day >= coalesce(schedules.valid_from, date '1970-01-01')
        and days.local_day <= coalesce(schedules.valid_to, date '2099-12-31')
)

select hours.*
from hours
anti join holidays
    on holidays.schedule_id = hours.schedule_id
    and hours.local_hour::date between holidays.starts_on and holidays.ends_on;
