with exchanges as (
    select * from {{ ref('int_exchanges') }}
),

contacts as (
    select * from {{ ref('int_contact_outcomes') }}
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
),

numbered as (
    select
        contact_key,
        exchange_number,
        row_number() over (partition by contact_key order by exchange_number) as turn_number
    from exchanges
    where inbound_messages > 0
)

select
    exchanges.contact_key,
    exchanges.exchange_number,
    numbered.turn_number,
    exchanges.inbound_messages,
    exchanges.started_at,
    exchanges.turn_channel,
    exchanges.replied_at,
    exchanges.reply_message_id,
    exchanges.reply_is_call,
    exchanges.reply_sender_id,
    exchanges.reply_channel,
    exchanges.reply_macro_id,
    contacts.connection,
    contacts.is_truncated,
    contacts.exclusion_reason,
    {{ open_microseconds('exchanges.started_at', 'start_piece') }} as open_us_at_start,
    {{ open_microseconds('exchanges.replied_at', 'reply_piece') }} as open_us_at_reply,
    {{ is_open_at('exchanges.started_at', 'start_piece') }} as started_in_business_hours,
    {{ is_open_at('exchanges.replied_at', 'reply_piece') }} as reply_in_business_hours
from exchanges
inner join contacts on exchanges.contact_key = contacts.contact_key
left join numbered
    on
        exchanges.contact_key = numbered.contact_key
        and exchanges.exchange_number = numbered.exchange_number
left join pieces as start_piece
    on {{ in_piece('exchanges.started_at', 'contacts.schedule_key', 'start_piece') }}
left join pieces as reply_piece
    on {{ in_piece('exchanges.replied_at', 'contacts.schedule_key', 'reply_piece') }}
