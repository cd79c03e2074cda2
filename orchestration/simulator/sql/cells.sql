-- How many contacts of each channel begin in each hour: whole numbers that add up to what was asked.
-- The part of a channel inside its opening hours is fixed first; hours share it by their weight.
create or replace table cells as
with hours as (
    select
        hour_start,
        epoch(hour_start)::bigint as hour_start_s,
        (hour_start at time zone 'UTC') at time zone '{time_zone}' as local_hour,
        mix32(epoch(hour_start)::bigint // 3600) as hour_hash,
        mix32(epoch(hour_start)::bigint // 86400) as day_hash,
    from (
        select unnest(generate_series(
            timestamp '{first_hour}', timestamp '{horizon}' - interval 1 hour, interval 1 hour
        )) as hour_start
    )
),

weighted as (
    select
        hours.hour_start_s,
        channels.channel_no,
        channels.share,
        channels.in_hours_percent,
        shapes.weight
        * (70 + pick(draw(day_hash, 'busy day'), 61))
        * (50 + pick(draw(hour_hash, 'busy hour'), 101)) as weight,
        open_hours.schedule_id is not null as is_open,
    from hours
    cross join channels
    inner join shapes
        on shapes.shape = channels.shape
        and shapes.weekday = isodow(hours.local_hour)
        and shapes.hour = hour(hours.local_hour)
    left join open_hours
        on open_hours.schedule_id = channels.schedule
        and open_hours.local_hour = hours.local_hour
),

-- A time without open hours (a Sunday) has no open stratum: the others take its contacts.
strata as (
    select
        channel_no,
        is_open,
        any_value(share * if(is_open, in_hours_percent, 100 - in_hours_percent))::hugeint as share,
    from weighted
    group by channel_no, is_open
),

quotas as (
    select
        channel_no,
        is_open,
        sum(share) over up_to_here * {contacts} // sum(share) over ()
        - (sum(share) over up_to_here - share) * {contacts} // sum(share) over () as quota,
    from strata
    window up_to_here as (order by channel_no, is_open rows unbounded preceding)
),

filled as (
    select
        weighted.hour_start_s,
        weighted.channel_no,
        weighted.is_open,
        sum(weight) over up_to_here * quotas.quota // sum(weight) over stratum
        - (sum(weight) over up_to_here - weight) * quotas.quota // sum(weight) over stratum
            as contacts,
    from weighted
    inner join quotas using (channel_no, is_open)
    window
        stratum as (partition by weighted.channel_no, weighted.is_open),
        up_to_here as (
            partition by weighted.channel_no, weighted.is_open
            order by weighted.hour_start_s
            rows unbounded preceding
        )
)

select
    hour_start_s,
    channel_no,
    contacts::bigint as contacts,
    sum(contacts) over (order by hour_start_s, channel_no rows unbounded preceding)::bigint
    - contacts::bigint as first_contact,
from filled
where contacts > 0;
