-- People type the words, so case and blanks around them do not matter. What a run is refused for
-- before it begins (orchestration/seeds.py) is looked at once more, for builds by dbt alone.
with aliases as (
    select
        lower(trim(source_type)) as source_type,
        lower(trim(raw_value)) as raw_value,
        lower(trim(channel)) as channel
    from {{ ref('channel_aliases') }}
),

channels as (
    select * from {{ ref('channels') }}
)

select
    aliases.source_type,
    aliases.raw_value
from aliases
left join channels on aliases.channel = channels.channel
group by aliases.source_type, aliases.raw_value
having
    count(distinct aliases.channel) <> 1
    or count(*) > count(channels.channel)
    or aliases.source_type not in (
        '*', 'helpdesk', 'fivetran_zendesk', 'fivetran_intercom', 'twitter'
    )
