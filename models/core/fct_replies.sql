{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with replies as (
    select * from {{ ref('int_messages') }}
    where reply_key is not null and contact_key is not null
),

contacts as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
),

turns as (
    select * from {{ in_scope(ref('fct_turns')) }}
    where reply_key is not null
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
)

select
    replies.reply_key,
    replies.contact_key,
    contacts.connection,
    contacts.exclusion_reason,
    replies.message_id,
    replies.is_call,
    replies.agent_key,
    replies.channel,
    replies.sent_at,
    coalesce(turns.turn_number = 1 and not contacts.is_truncated, false) as is_first_reply,
    turns.turn_key is not null as answers_turn,
    turns.turn_key,
    turns.reply_seconds,
    turns.reply_business_seconds,
    {{ is_open_at('replies.sent_at', 'piece') }} as in_business_hours,
    replies.macro_id
from replies
inner join contacts on replies.contact_key = contacts.contact_key
left join turns on replies.reply_key = turns.reply_key
left join pieces as piece
    on {{ in_piece('replies.sent_at', 'contacts.schedule_key', 'piece') }}
