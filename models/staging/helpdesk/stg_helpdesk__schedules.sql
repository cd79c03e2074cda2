with source as (
    select * from {{ newest_load(source('raw_helpdesk', 'schedules')) }} as newest
),

renamed as (
    select
        connection,
        schedule_id,
        time_zone,
        weekday,
        {{ second_of_day('opens_at') }} as opens_second,
        {{ second_of_day('closes_at') }} as closes_second,
        valid_from,
        valid_to
    from source
)

select * from renamed
