with aliases as (
    select * from {{ ref('channel_aliases') }}
),

source_types as (
    select distinct source_type from {{ ref('int_tickets_unioned') }}
),

ranked as (
    select
        source_types.source_type,
        aliases.raw_value,
        aliases.channel,
        row_number() over (
            partition by source_types.source_type, aliases.raw_value
            order by case when aliases.source_type = '*' then 1 else 0 end
        ) as preference
    from source_types
    inner join aliases
        on source_types.source_type = aliases.source_type or aliases.source_type = '*'
)

select
    source_type,
    raw_value,
    channel
from ranked
where preference = 1
