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
    coalesce(contacts.connection, days.connection) as connection,
    contacts.inbound_messages as inbound_messages_of_contacts,
    days.inbound_messages as inbound_messages_of_days,
    contacts.human_replies as human_replies_of_contacts,
    days.human_replies as human_replies_of_days,
    contacts.bot_messages as bot_messages_of_contacts,
    days.bot_messages as bot_messages_of_days,
    contacts.internal_notes as internal_notes_of_contacts,
    days.internal_notes as internal_notes_of_days,
    contacts.messages as messages_of_contacts,
    days.messages as messages_of_days
from contacts
full join days on contacts.connection = days.connection
where
    coalesce(contacts.inbound_messages, 0) <> coalesce(days.inbound_messages, 0)
    or coalesce(contacts.human_replies, 0) <> coalesce(days.human_replies, 0)
    or coalesce(contacts.bot_messages, 0) <> coalesce(days.bot_messages, 0)
    or coalesce(contacts.internal_notes, 0) <> coalesce(days.internal_notes, 0)
    or coalesce(contacts.messages, 0) <> coalesce(days.messages, 0)
