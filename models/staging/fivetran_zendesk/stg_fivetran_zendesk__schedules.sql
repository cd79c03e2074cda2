with source as (
    select * from {{ source('raw_fivetran_zendesk', 'schedule') }}
    where superseded_by_load_id is null
),

rails_time_zones as (
    select * from {{ ref('rails_time_zones') }}
),

-- Minutes count from Sunday 00:00: day 0 is a Sunday. An interval over midnight becomes one of each
-- day, which are open at the same times.
days as (
    select
        *,
        {{ each_number(
            whole_quotient('start_time', 1440), whole_quotient('(end_time - 1)', 1440) ~ ' + 1'
        ) }} as day_of_week
    from source
    where not {{ fivetran_deleted() }}
),

renamed as (
    select
        days.connection,
        days.id as schedule_id,
        coalesce(rails_time_zones.time_zone, days.time_zone) as time_zone,
        case when days.day_of_week = 0 then 7 else days.day_of_week end as weekday,
        cast(greatest(days.start_time - days.day_of_week * 1440, 0) * 60 as integer)
            as opens_second,
        cast(least(days.end_time - days.day_of_week * 1440, 1440) * 60 as integer)
            as closes_second,
        cast(null as date) as valid_from,
        cast(null as date) as valid_to
    from days
    left join rails_time_zones on days.time_zone = rails_time_zones.rails_name
)

select * from renamed
