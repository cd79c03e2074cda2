{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with messages as (
    select * from {{ ref('int_messages') }}
    where contact_key is not null
),

contacts as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
),

texts as (
    select * from {{ ref('int_text_sentiments') }}
),

-- A source's own sentiment wins: such a message has no text to be scored.
scored as (
    select
        messages.*,
        contacts.connection,
        contacts.exclusion_reason,
        texts.language,
        texts.scorer,
        coalesce(messages.sentiment_score, texts.score) as score
    from messages
    inner join contacts on messages.contact_key = contacts.contact_key
    left join texts on messages.text_key = texts.text_key
)

select
    coalesce(reply_key, {{ stable_key([
        "case when is_call then 'inbound call' else 'message' end", 'connection', 'message_id'
    ]) }}) as message_key,
    contact_key,
    connection,
    exclusion_reason,
    message_id,
    is_call,
    sent_at,
    sender_kind,
    is_public,
    channel,
    agent_key,
    body_characters,
    language,
    score as sentiment_score,
    {{ sentiment_of('score', 'scorer') }} as sentiment,
    case when sentiment_score is not null then 'source' else scorer end as sentiment_source,
    quick_reply_id,
    macro_id
from scored
