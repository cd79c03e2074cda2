-- The messages of a connection by day and channel are those of its contacts that count.
with contacts as (
    select
        connection,
        sum(inbound_messages) as inbound_messages,
        sum(human_replies) as human_replies,
        sum(bot_messages) as bot_messages,
        sum(internal_notes) as internal_notes,
        sum(inbound_messages + human_replies + bot_messages + internal_notes + other_messages)
            as messages
    from {{ ref('fct_contacts') }}
    where exclusion_reason is null
    group by connection
),

days as (
    select
        connection,
        sum(inbound_messages) as inbound_messages,
        sum(human_replies) as human_replies,
        sum(bot_messages) as bot_messages,
        sum(internal_notes) as internal_notes,
        sum(messages) as messages
    from {{ ref('fct_messages_daily') }}
    group by connection
)

select
    'contacts' as told_by,
    contacts.*
from contacts
where messages > 0 and not exists (
    select 1 from days
    where
        days.connection = contacts.connection
        and days.inbound_messages = contacts.inbound_messages
        and days.human_replies = contacts.human_replies
        and days.bot_messages = contacts.bot_messages
        and days.internal_notes = contacts.internal_notes
        and days.messages = contacts.messages
)
union all
select
    'days' as told_by,
    days.*
from days
where not exists (
    select 1 from contacts
    where contacts.connection = days.connection and contacts.messages = days.messages
)
