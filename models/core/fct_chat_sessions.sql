{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with chats as (
    select
        *,
        {{ stable_key(['connection', 'ticket_id']) }} as own_contact_key
    from {{ in_scope(ref('int_chat_sessions_unioned'), keys=['connection', 'ticket_id']) }}
),

merge_chains as (
    select * from {{ ref('int_merges') }}
    where survivor_key is not null
),

contacts as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
),

conversations as (
    select * from {{ ref('int_contact_conversations') }}
)

select
    {{ stable_key(['chats.connection', 'chats.chat_id']) }} as chat_key,
    contacts.contact_key,
    contacts.connection,
    contacts.exclusion_reason,
    chats.chat_id,
    contacts.channel,
    {{ stable_key(['chats.connection', 'chats.agent_id'], nullable='chats.agent_id') }}
        as agent_key,
    chats.started_at,
    chats.handed_over_at,
    chats.accepted_at,
    chats.ended_at,
    case
        when chats.accepted_at is not null then 'accepted'
        when chats.ended_at is null then 'waiting'
        when chats.handed_over_at is null and conversations.bot_messages > 0 then 'bot_resolved'
        else 'missed'
    end as outcome,
    {{ seconds_between('coalesce(chats.handed_over_at, chats.started_at)', 'chats.accepted_at') }}
        as wait_seconds,
    {{ seconds_between('chats.accepted_at', 'chats.ended_at') }} as chat_seconds
from chats
left join merge_chains on chats.own_contact_key = merge_chains.contact_key
inner join contacts
    on coalesce(merge_chains.survivor_key, chats.own_contact_key) = contacts.contact_key
left join conversations on contacts.contact_key = conversations.contact_key
