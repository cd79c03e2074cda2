-- The messages of a connection are those that its contacts count, kind by kind.
with of_messages as (
    select
        connection,
        count(*) filter (where is_public and sender_kind = 'customer') as inbound_messages,
        count(*) filter (where is_public and sender_kind = 'agent') as human_replies,
        count(*) filter (where is_public and sender_kind in ('bot', 'automation'))
            as bot_messages,
        count(*) filter (where not is_public and sender_kind = 'agent') as internal_notes,
        count(*) as messages
    from {{ ref('fct_messages') }}
    group by connection
),

of_contacts as (
    select
        connection,
        sum(inbound_messages) as inbound_messages,
        sum(human_replies) as human_replies,
        sum(bot_messages) as bot_messages,
        sum(internal_notes) as internal_notes,
        sum(inbound_messages + human_replies + bot_messages + internal_notes + other_messages)
            as messages
    from {{ ref('fct_contacts') }}
    group by connection
)

select
    of_contacts.*,
    of_messages.messages as messages_held
from of_contacts
left join of_messages on of_contacts.connection = of_messages.connection
where
    of_contacts.inbound_messages <> coalesce(of_messages.inbound_messages, 0)
    or of_contacts.human_replies <> coalesce(of_messages.human_replies, 0)
    or of_contacts.bot_messages <> coalesce(of_messages.bot_messages, 0)
    or of_contacts.internal_notes <> coalesce(of_messages.internal_notes, 0)
    or of_contacts.messages <> coalesce(of_messages.messages, 0)
