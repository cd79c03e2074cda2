with exchanges as (
    select * from {{ ref('int_exchange_clock') }}
)

select
    {{ reply_key() }} as reply_key,
    contact_key,
    connection,
    exclusion_reason,
    reply_message_id as message_id,
    reply_is_call as is_call,
    {{ stable_key(['connection', 'reply_sender_id'], nullable='reply_sender_id') }} as agent_key,
    reply_channel as channel,
    replied_at as sent_at,
    coalesce(turn_number = 1 and not is_truncated, false) as is_first_reply,
    turn_number is not null as answers_turn,
    case
        when turn_number is not null
            then {{ stable_key(['cast(contact_key as varchar)', 'cast(turn_number as varchar)']) }}
    end as turn_key,
    case
        when turn_number is not null then {{ seconds_between('started_at', 'replied_at') }}
    end as reply_seconds,
    {{ to_seconds('(open_us_at_reply - open_us_at_start)') }} as reply_business_seconds,
    reply_in_business_hours as in_business_hours,
    reply_macro_id as macro_id
from exchanges
where replied_at is not null
