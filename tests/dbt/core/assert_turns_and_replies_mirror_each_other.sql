-- Every answered turn has its reply and that reply answers it; every reply that answers has its
-- turn; both tell the same instant and the same seconds.
with turns as (
    select * from {{ tested(ref('fct_turns')) }} where answered_at is not null
),

replies as (
    select * from {{ tested(ref('fct_replies')) }} where answers_turn
)

select
    turns.turn_key,
    replies.reply_key,
    turns.reply_key as reply_key_of_turn,
    replies.turn_key as turn_key_of_reply,
    turns.answered_at,
    replies.sent_at,
    turns.reply_seconds as seconds_of_turn,
    replies.reply_seconds as seconds_of_reply,
    turns.reply_business_seconds as business_seconds_of_turn,
    replies.reply_business_seconds as business_seconds_of_reply
from turns
full join replies on turns.reply_key = replies.reply_key
where
    turns.turn_key is distinct from replies.turn_key
    or turns.contact_key <> replies.contact_key
    or turns.answered_at <> replies.sent_at
    or turns.reply_seconds is distinct from replies.reply_seconds
    or turns.reply_business_seconds is distinct from replies.reply_business_seconds
