-- A table, not a view: every other model of this source reads it, and finding roots is the one
-- piece of staging that costs.
{{ config(materialized='table') }}

-- Seventeen rounds reach 131,072 replies up. What has no root by then lies on, or hangs from, a
-- circle of replies.
{%- set rounds = 17 %}

with recursive source as (
    select * from {{ source('raw_twitter', 'tweets') }}
    where superseded_by_load_id is null
),

-- A signature ends the tweet, before links and a part number such as 1/2.
endings as (
    select
        *,
        case
            when not inbound
                then regexp_replace(text, '(\s|https?://\S+|\(?\b\d/\d\)?|\.\.\.)+$', '')
        end as ending
    from source
    where created_at <= {{ as_of() }}
),

tweets as (
    select
        connection,
        tweet_id,
        author_id,
        inbound as is_inbound,
        -- Letters are spelled out: classes such as \p{L} made this a hundred times slower.
        coalesce(
            nullif(regexp_extract(
                ending, '(?:\^|(?:^|[^A-Za-z0-9])\*)\s?([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ''.]*)$', 1
            ), ''),
            nullif(regexp_extract(ending, '(?:^|\s)/\s?([A-Z]{1,3})$', 1), ''),
            nullif(regexp_extract(
                ending, '(?:^|[^A-Za-z0-9])[-–—~]\s?([A-ZÀ-Þ][A-Za-zÀ-ÿ]+)$', 1
            ), '')
        ) as signature,
        created_at as posted_at,
        in_response_to_tweet_id,
        case when in_response_to_tweet_id is null then tweet_id end as unanswering_tweet_id,
        response_tweet_id,
        load_id
    from endings
),

-- The other direction of the same link. It only speaks for tweets that name no parent themselves.
listed_responses as (
    select
        connection,
        tweet_id,
        {{ each(split_text('response_tweet_id', ',')) }} as response_tweet_id
    from tweets
    where response_tweet_id is not null
),

-- A tool that keeps ids as floats writes a list of one id as 12.0.
whole_responses as (
    select
        connection,
        tweet_id,
        regexp_replace(trim(response_tweet_id), '[.]0$', '') as response_tweet_id
    from listed_responses
),

listed_parents as (
    select
        connection,
        response_tweet_id as tweet_id,
        {{ arg_min('tweet_id', natural_order('tweet_id')) }} as parent_tweet_id
    from whole_responses
    group by connection, response_tweet_id
),

linked as (
    select
        tweets.connection,
        tweets.tweet_id,
        coalesce(tweets.in_response_to_tweet_id, listed_parents.parent_tweet_id) as parent_tweet_id,
        -- It means nothing outside.
        {{ cheap_id(['tweets.connection', 'tweets.tweet_id']) }} as node
    from tweets
    left join listed_parents
        on
            tweets.connection = listed_parents.connection
            and tweets.unanswering_tweet_id = listed_parents.tweet_id
),

ancestors_0 as (
    select
        linked.node,
        coalesce(parents.node, linked.node) as ancestor
    from linked
    left join linked as parents
        on
            linked.connection = parents.connection
            and linked.parent_tweet_id = parents.tweet_id
),

{{ climbed('ancestors_0', 'highest', rounds) }}
roots as (
    select
        linked.node,
        linked.tweet_id,
        linked.parent_tweet_id
    from ancestors_0
    inner join linked on ancestors_0.node = linked.node
    where ancestors_0.node = ancestors_0.ancestor
),

threaded as (
    select
        linked.connection,
        linked.tweet_id,
        linked.parent_tweet_id,
        coalesce(roots.tweet_id, linked.tweet_id) as ticket_id,
        coalesce(roots.parent_tweet_id <> roots.tweet_id, false) as is_truncated,
        roots.node is null as is_in_circle
    from linked
    left join highest on linked.node = highest.node
    left join roots on highest.ancestor = roots.node
)

select
    tweets.connection,
    tweets.tweet_id,
    threaded.ticket_id,
    threaded.parent_tweet_id,
    tweets.author_id,
    tweets.is_inbound,
    tweets.signature,
    tweets.author_id || ':' || tweets.signature as agent_id,
    tweets.posted_at,
    threaded.is_truncated,
    threaded.is_in_circle,
    tweets.load_id
from tweets
inner join threaded
    on tweets.connection = threaded.connection and tweets.tweet_id = threaded.tweet_id
