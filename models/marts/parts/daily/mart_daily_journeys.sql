-- Who comes back within 7 days moves the figures of the contact before, up to 8 local days earlier;
-- and whether anybody does is seen from the 8 days after.
{{ config(meta={'reach': {'before': 8}}) }}

with dates as (
    select * from {{ dates_to_count(before=8, after=8) }}
),

contacts as {{ inlined() }} (
    select
        contacts.*,
        {{ reporting_date('contacts.created_at', 'dates') }} as created_on
    from {{ ref('fct_contacts') }} as contacts
    inner join dates on cast(contacts.created_at as date) = dates.date_on
    where contacts.exclusion_reason is null
),

messages as {{ inlined() }} (
    select * from {{ ref('fct_messages') }}
    where exclusion_reason is null and is_public
),

channels as (
    select * from {{ ref('dim_channels') }}
),

-- Only those are known to have left their group of channels.
escalated as (
    select
        contact_key,
        connection,
        created_on,
        channel,
        channel_group,
        first_customer_message_at
    from contacts
    where is_escalated
),

-- Once per contact and group, however often the conversation went back and forth.
moves as (
    select distinct
        escalated.contact_key,
        escalated.connection,
        escalated.created_on,
        escalated.channel_group as from_channel_group,
        channels.channel_group as to_channel_group
    from messages
    inner join escalated on messages.contact_key = escalated.contact_key
    inner join channels on messages.channel = channels.channel
    where
        messages.channel <> escalated.channel
        and channels.channel_group <> escalated.channel_group
        and messages.sent_at >= escalated.first_customer_message_at
),

inbound as (
    select
        connection,
        created_at,
        created_on,
        channel_group as from_channel_group,
        lead(channel_group) over persons_contacts as next_channel_group,
        lead(created_at) over persons_contacts as next_created_at
    from contacts
    where not is_outbound and person_key is not null
    window persons_contacts as (partition by person_key order by created_at, contact_key)
),

-- Who has had no seven days yet to come back is in no share.
followed as (
    select
        connection,
        created_on,
        from_channel_group,
        case when next_created_at <= created_at + interval '7 day' then next_channel_group end
            as to_channel_group
    from inbound
    where created_at <= {{ as_of() }} - interval '7 day'
),

steps as (
    select
        connection,
        created_on,
        from_channel_group,
        to_channel_group,
        1 as moved,
        0 as came_back,
        0 as followed
    from moves
    union all
    select
        connection,
        created_on,
        from_channel_group,
        to_channel_group,
        0 as moved,
        cast(to_channel_group is not null as integer) as came_back,
        1 as followed
    from followed
)

select
    connection,
    from_channel_group,
    to_channel_group,
    created_on as date_on,
    cast(sum(moved) as bigint) as moved,
    cast(sum(came_back) as bigint) as came_back,
    cast(sum(followed) as bigint) as followed
from steps
{{ group_by_first(4) }}
