{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with exchanges as (
    select * from {{ ref('int_exchanges') }}
    where turn_number is not null
),

contacts as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
)

select
    {{ stable_key([
        as_text('exchanges.contact_key'), as_text('exchanges.turn_number')
    ]) }} as turn_key,
    exchanges.contact_key,
    contacts.connection,
    contacts.exclusion_reason,
    cast(exchanges.turn_number as integer) as turn_number,
    exchanges.turn_channel as channel,
    exchanges.started_at,
    cast(exchanges.inbound_messages as integer) as messages,
    exchanges.replied_at as answered_at,
    exchanges.reply_key,
    {{ seconds_between('exchanges.started_at', 'exchanges.replied_at') }} as reply_seconds,
    {{ to_seconds(
        '(' ~ open_microseconds('exchanges.replied_at', 'reply_piece')
        ~ ' - (' ~ open_microseconds('exchanges.started_at', 'start_piece') ~ '))'
    ) }} as reply_business_seconds,
    {{ is_open_at('exchanges.started_at', 'start_piece') }} as started_in_business_hours
from exchanges
inner join contacts on exchanges.contact_key = contacts.contact_key
left join pieces as start_piece
    on {{ in_piece('exchanges.started_at', 'contacts.schedule_key', 'start_piece') }}
left join pieces as reply_piece
    on {{ in_piece('exchanges.replied_at', 'contacts.schedule_key', 'reply_piece') }}
