with source as (
    select * from {{ source('raw_twitter', 'tweets') }}
    where superseded_by_load_id is null
),

threads as (
    select * from {{ ref('stg_twitter__threads') }}
),

renamed as (
    select
        threads.connection,
        'twitter' as source_type,
        threads.ticket_id,
        threads.tweet_id as message_id,
        threads.posted_at as sent_at,
        case when threads.is_inbound then 'customer' else 'agent' end as sender_kind,
        case when threads.is_inbound then threads.author_id else threads.agent_id end as sender_id,
        true as is_public,
        cast(null as {{ type_text() }}) as channel,
        source.text as body,
        cast(null as {{ type_text() }}) as quick_reply_id,
        cast(null as {{ type_text() }}) as macro_id,
        cast(null as double) as sentiment,
        threads.load_id
    from threads
    inner join source
        on threads.connection = source.connection and threads.tweet_id = source.tweet_id
)

select * from renamed
