with exchanges as (
    select * from {{ ref('int_exchanges') }}
),

messages as {{ inlined() }} (
    select * from {{ ref('int_messages') }}
    where contact_key is not null
),

-- After the first inbound message, the first human reply is the one that answers the first turn.
spoken as (
    select
        contact_key,
        min(started_at) as first_customer_message_at,
        {{ arg_min(
            'turn_channel', 'exchange_number', where='inbound_messages > 0'
        ) }} as first_channel,
        {{ arg_min('replied_at', 'exchange_number', where='inbound_messages > 0', or_null=true) }}
            as first_reply_at,
        bool_or(exchange_number = 0 and inbound_messages = 0) as is_outbound,
        sum(inbound_messages) as inbound_messages,
        count(replied_at) as human_replies,
        count(*) filter (where inbound_messages > 0) as turns,
        count(*) filter (where inbound_messages > 0 and replied_at is not null) as answered_turns,
        {{ arg_min(
            'reply_agent_key', 'exchange_number', where='replied_at is not null', or_null=true
        ) }}
            as first_agent_key,
        {{ arg_max(
            'reply_agent_key', 'exchange_number', where='replied_at is not null', or_null=true
        ) }}
            as last_agent_key
    from exchanges
    group by contact_key
),

others as (
    select
        messages.contact_key,
        count(*) filter (where messages.is_public and messages.sender_kind in ('bot', 'automation'))
            as bot_messages,
        count(*) filter (where not messages.is_public and messages.sender_kind = 'agent')
            as internal_notes,
        count(*) as all_messages,
        min(messages.sent_at) filter (
            where messages.is_public
            and messages.sender_kind in ('bot', 'automation')
            and messages.sent_at >= spoken.first_customer_message_at
        ) as first_bot_reply_at
    from messages
    left join spoken on messages.contact_key = spoken.contact_key
    where not (messages.is_public and messages.sender_kind in ('customer', 'agent'))
    group by messages.contact_key
),

-- Only contacts with a public message off their ticket's channel can have left the channel of their
-- first inbound message; a customer sorts before anyone else at the same instant.
off_channel as (
    select distinct contact_key
    from messages
    where is_public and is_off_channel
),

channels as (
    select * from {{ ref('channels') }}
),

moved as (
    select
        messages.contact_key,
        bool_or(message_channels.channel_group <> contact_channels.channel_group)
            as has_left_channel_group
    from messages
    inner join off_channel on messages.contact_key = off_channel.contact_key
    inner join spoken on messages.contact_key = spoken.contact_key
    inner join channels as message_channels on messages.channel = message_channels.channel
    inner join channels as contact_channels on spoken.first_channel = contact_channels.channel
    where messages.is_public and messages.sent_at >= spoken.first_customer_message_at
    group by messages.contact_key
)

select
    coalesce(spoken.contact_key, others.contact_key) as contact_key,
    spoken.first_customer_message_at,
    spoken.first_channel,
    spoken.first_reply_at,
    least(spoken.first_reply_at, others.first_bot_reply_at) as first_any_reply_at,
    coalesce(spoken.is_outbound, false) as is_outbound,
    cast(coalesce(spoken.inbound_messages, 0) as bigint) as inbound_messages,
    coalesce(spoken.human_replies, 0) as human_replies,
    coalesce(others.bot_messages, 0) as bot_messages,
    coalesce(others.internal_notes, 0) as internal_notes,
    coalesce(others.all_messages - others.bot_messages - others.internal_notes, 0)
        as other_messages,
    coalesce(spoken.turns, 0) as turns,
    coalesce(spoken.answered_turns, 0) as answered_turns,
    spoken.first_agent_key,
    spoken.last_agent_key,
    coalesce(moved.has_left_channel_group, false) as has_left_channel_group
from spoken
full join others on spoken.contact_key = others.contact_key
left join moved on spoken.contact_key = moved.contact_key
