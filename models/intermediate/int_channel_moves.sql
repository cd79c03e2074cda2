with events as (
    select * from {{ ref('int_contact_events') }}
    where field = 'channel'
),

contacts as (
    select * from {{ ref('int_contacts') }}
),

aliases as (
    select * from {{ ref('int_channel_aliases') }}
),

channels as (
    select * from {{ ref('channels') }}
)

select distinct contacts.contact_key
from events
inner join contacts
    on events.contact_key = contacts.contact_key
left join aliases
    on
        contacts.connection = aliases.connection
        and lower(trim(events.new_value)) = aliases.raw_value
inner join channels on coalesce(aliases.channel, 'unmapped') = channels.channel
where events.new_value is not null and channels.channel_group <> contacts.channel_group
