-- The engine takes the filter on deletions for one that leaves few rows, and would build the hash
-- table of the join with the tickets from all messages instead of probing with them.
{{ config(
    pre_hook="{{ join_sides_as_written(true) }}",
    post_hook="{{ join_sides_as_written(false) }}",
) }}

with messages as (
    select * from {{ in_scope(ref('int_messages_unioned'), keys=['connection', 'ticket_id']) }}
),

calls as (
    select * from {{ in_scope(ref('int_calls_unioned'), keys=['connection', 'ticket_id']) }}
),

tickets as (
    select * from {{ ref('int_tickets') }}
),

merge_chains as (
    select * from {{ ref('int_merges') }}
    where survivor_key is not null
),

aliases as (
    select * from {{ ref('int_channel_aliases') }}
),

-- Messages of a merged-away contact are read as the survivor's.
owners as (
    select
        tickets.connection,
        tickets.ticket_id,
        tickets.channel,
        tickets.raw_channel,
        coalesce(survivors.contact_key, tickets.contact_key) as contact_key,
        coalesce(survivors.channel, tickets.channel) as contact_ticket_channel
    from tickets
    left join merge_chains on tickets.contact_key = merge_chains.contact_key
    left join tickets as survivors on merge_chains.survivor_key = survivors.contact_key
),

written as (
    select
        owners.contact_key,
        messages.connection,
        messages.ticket_id,
        messages.message_id,
        false as is_call,
        messages.sent_at,
        messages.sender_kind,
        messages.sender_id,
        messages.is_public,
        case
            when messages.channel is null or messages.channel = owners.raw_channel
                then owners.channel
            else coalesce(aliases.channel, 'unmapped')
        end as channel,
        owners.contact_ticket_channel,
        messages.quick_reply_id,
        messages.macro_id,
        messages.body_characters,
        messages.sentiment_score,
        {{ stable_key(['messages.text'], nullable='messages.text') }} as text_key,
        messages.load_id
    from messages
    left join owners
        on messages.connection = owners.connection and messages.ticket_id = owners.ticket_id
    left join aliases
        on
            messages.connection = aliases.connection
            and lower(trim(messages.channel)) = aliases.raw_value
),

-- An inbound call is a customer message when it is queued; any answered call is a human reply when
-- it is answered.
call_sides as (
    select
        connection,
        ticket_id,
        call_id,
        queued_at as spoken_at,
        'customer' as sender_kind,
        null as sender_id
    from calls
    where direction = 'inbound'
    union all
    select
        connection,
        ticket_id,
        call_id,
        answered_at as spoken_at,
        'agent' as sender_kind,
        agent_id as sender_id
    from calls
    where answered_at is not null
),

spoken as (
    select
        owners.contact_key,
        call_sides.connection,
        call_sides.ticket_id,
        call_sides.call_id as message_id,
        true as is_call,
        call_sides.spoken_at as sent_at,
        call_sides.sender_kind,
        call_sides.sender_id,
        true as is_public,
        'phone' as channel,
        owners.contact_ticket_channel,
        cast(null as {{ type_text() }}) as quick_reply_id,
        cast(null as {{ type_text() }}) as macro_id,
        cast(null as bigint) as body_characters,
        cast(null as double) as sentiment_score,
        cast(null as {{ type_key() }}) as text_key,
        cast(null as bigint) as load_id
    from call_sides
    inner join owners
        on call_sides.connection = owners.connection and call_sides.ticket_id = owners.ticket_id
),

messages_and_calls as (
    select * from written
    union all
    select * from spoken
)

select
    contact_key,
    message_id,
    is_call,
    sent_at,
    sender_kind,
    is_public,
    channel,
    channel <> contact_ticket_channel as is_off_channel,
    quick_reply_id,
    macro_id,
    body_characters,
    sentiment_score,
    text_key,
    load_id,
    case
        when sender_kind = 'agent'
            then {{ stable_key(['connection', 'sender_id'], nullable='sender_id') }}
    end as agent_key,
    case
        when sender_kind = 'agent' and is_public
            then {{ stable_key([
                "case when is_call then 'call' else 'message' end", 'connection', 'message_id'
            ]) }}
    end as reply_key,
    case when contact_key is null then connection end as orphan_connection,
    case when contact_key is null then ticket_id end as orphan_ticket_id
from messages_and_calls
