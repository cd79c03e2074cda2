with contacts as (
    select * from {{ ref('fct_contacts') }}
),

customers as (
    select
        connection,
        channel_group,
        channel,
        person_key,
        bool_or(failed_elsewhere) as has_failed_elsewhere
    from contacts
    where exclusion_reason is null and failed_elsewhere is not null and person_key is not null
    group by connection, channel_group, channel, person_key
)

select
    {{ level_of('channel_group', 'channel') }} as level,
    connection,
    channel_group,
    channel,
    count(distinct person_key) as customers,
    count(distinct person_key) filter (where has_failed_elsewhere) as customers_failed_elsewhere
from customers
group by
    cube(connection), rollup(channel_group, channel)
-- Without a single customer there is no total of all of them either.
having count(*) > 0
