with messages as (
    select * from {{ ref('int_messages') }}
),

-- As few columns as can be, of fixed size if possible: a sort of all messages carries them.
people as (
    select
        contact_key,
        is_call,
        sent_at,
        channel,
        sender_kind = 'agent' as is_reply,
        reply_key,
        case when sender_kind = 'agent' then agent_key end as reply_agent_key,
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
),

exchanges as (
    select
        contact_key,
        exchange_number,
        count(*) filter (where not is_reply) as inbound_messages,
        min(sent_at) filter (where not is_reply) as started_at,
        {{ arg_min('channel', 'position', where='not is_reply') }} as turn_channel,
        min(sent_at) filter (where is_reply) as replied_at,
        min(reply_key) as reply_key,
        min(reply_agent_key) as reply_agent_key
    from sequenced
    group by contact_key, exchange_number
)

select
    contact_key,
    exchange_number,
    case
        when inbound_messages > 0
            then count(*) filter (where inbound_messages > 0) over (
                partition by contact_key order by exchange_number
                rows between unbounded preceding and current row
            )
    end as turn_number,
    inbound_messages,
    started_at,
    turn_channel,
    replied_at,
    reply_key,
    reply_agent_key
from exchanges
