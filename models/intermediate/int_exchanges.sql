with messages as (
    select * from {{ ref('int_messages') }}
),

people as (
    select
        contact_key,
        is_call,
        sent_at,
        channel,
        sender_kind = 'agent' as is_reply,
        -- Only a reply's own ids are asked for: the others need not be carried through the sort.
        case when sender_kind = 'agent' then message_id end as reply_message_id,
        case when sender_kind = 'agent' then sender_id end as reply_sender_id,
        case when sender_kind = 'agent' then macro_id end as reply_macro_id,
        {{ natural_order('message_id') }} as id_order
    from messages
    where contact_key is not null and is_public and sender_kind in ('customer', 'agent')
),

-- A reply belongs to the same exchange as the customer messages before it: an exchange is at most
-- one turn, then at most one reply.
sequenced as (
    select
        *,
        row_number() over contact_order as position,
        count(*) filter (where is_reply) over contact_order - cast(is_reply as integer)
            as exchange_number
    from people
    window contact_order as (
        partition by contact_key order by sent_at, is_reply, is_call, id_order
        rows between unbounded preceding and current row
    )
)

select
    contact_key,
    exchange_number,
    count(*) filter (where not is_reply) as inbound_messages,
    min(sent_at) filter (where not is_reply) as started_at,
    arg_min(channel, position) filter (where not is_reply) as turn_channel,
    min(sent_at) filter (where is_reply) as replied_at,
    min(reply_message_id) as reply_message_id,
    bool_or(is_call) filter (where is_reply) as reply_is_call,
    min(reply_sender_id) as reply_sender_id,
    min(channel) filter (where is_reply) as reply_channel,
    min(reply_macro_id) as reply_macro_id
from sequenced
group by contact_key, exchange_number
