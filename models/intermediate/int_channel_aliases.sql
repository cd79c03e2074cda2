with tickets as (
    select * from {{ ref('int_tickets_unioned') }}
),

seed_aliases as (
    select * from {{ ref('channel_aliases') }}
),

own_aliases as (
    select * from {{ ref('stg_connections__channels') }}
),

connections as (
    select distinct
        connection,
        source_type
    from tickets
),

-- The words are typed by people: compared without regard to case and blanks around them, as the
-- sources' words are.
aliases as (
    select
        connections.connection,
        lower(trim(seed_aliases.raw_value)) as raw_value,
        lower(trim(seed_aliases.channel)) as channel,
        case when trim(seed_aliases.source_type) = '*' then 3 else 2 end as preference
    from connections
    inner join seed_aliases
        on
            connections.source_type = lower(trim(seed_aliases.source_type))
            or trim(seed_aliases.source_type) = '*'
    union all
    select
        connection,
        raw_value,
        channel,
        1 as preference
    from own_aliases
),

ranked as (
    select
        connection,
        raw_value,
        channel,
        row_number() over (partition by connection, raw_value order by preference, channel) as rank
    from aliases
)

select
    connection,
    raw_value,
    channel
from ranked
where rank = 1
