-- How many contacts of each channel begin in each hour: whole numbers that add up to the number asked for.
-- The part of a channel inside its opening hours is fixed first; hours share each part by their weight.
create or replace table cells as
with hours as (
    select
        hour_start,
        epoch(hour_start)::bigint as hour_start_s,
        (hour_start at time zone 'UTC') at time zone '{time_zone}' as local_hour,
        mix32((epoch(hour_start) // 3600)::bigint) as hour_hash,
        mix32((epoch(hour_start) // 86400)::bigint) as day_hash,
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
        exists (
            select 1
            from opening
            where opening.schedule = channels.schedule
                and opening.weekday = isodow(hours.local_hour)
                and hour(hours.local_hour) between opening.opens_hour and opening.closes_hour - 1
        )
        and not exists (
            select 1 from holidays where hours.local_hour::date between starts_on and ends_on
        ) as is_open,
    from hours
    inner join channels on true
    inner join shapes
        on shapes.shape = channels.shape
        and shapes.weekday = isodow(hours.local_hour)
        and shapes.hour = hour(hours.local_hour)
),

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
        - (sum(weight) over up_to_here - weight) * quotas.quota // sum(weight) over stratum as contacts,
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
    is_open,
    contacts::bigint as contacts,
    (sum(contacts) over (order by hour_start_s, channel_no rows unbounded preceding) - contacts)::bigint
        as first_contact,
from filled
where contacts > 0;
