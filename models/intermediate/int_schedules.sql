with source_schedules as (
    select * from {{ ref('int_schedules_unioned') }}
),

seed_schedules as (
    select * from {{ ref('schedules') }}
),

-- A schedule of the source wins over one of the same id in the project's own seed.
all_schedules as (
    select * from source_schedules
    union all
    select
        connection,
        schedule_id,
        time_zone,
        weekday,
        {{ second_of_day('opens_at') }} as opens_second,
        {{ second_of_day('closes_at') }} as closes_second,
        valid_from,
        valid_to
    from seed_schedules
    where not exists (
        select 1 from source_schedules
        where
            source_schedules.connection = seed_schedules.connection
            and source_schedules.schedule_id = seed_schedules.schedule_id
    )
)

select
    {{ stable_key(["coalesce(connection, '')", 'schedule_id']) }} as schedule_key,
    connection,
    schedule_id,
    time_zone,
    weekday,
    opens_second,
    closes_second,
    valid_from,
    valid_to
from all_schedules
