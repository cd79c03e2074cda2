with exchanges as (
    select * from {{ ref('int_exchange_clock') }}
)

select
    {{ stable_key(['cast(contact_key as varchar)', 'cast(turn_number as varchar)']) }} as turn_key,
    contact_key,
    connection,
    exclusion_reason,
    cast(turn_number as integer) as turn_number,
    turn_channel as channel,
    started_at,
    cast(inbound_messages as integer) as messages,
    replied_at as answered_at,
    {{ reply_key() }} as reply_key,
    {{ seconds_between('started_at', 'replied_at') }} as reply_seconds,
    {{ to_seconds('(open_us_at_reply - open_us_at_start)') }} as reply_business_seconds,
    started_in_business_hours
from exchanges
where turn_number is not null
