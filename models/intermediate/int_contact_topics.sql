{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with tags as (
    select
        connection,
        ticket_id,
        tag
    from {{ in_scope(ref('int_ticket_tags_unioned'), keys=['connection', 'ticket_id']) }}
    where removed_at is null
),

tickets as (
    select * from {{ ref('int_tickets') }}
),

written_tickets as (
    select * from {{ in_scope(ref('int_tickets_unioned'), keys=['connection', 'ticket_id']) }}
),

rules as (
    select
        connection,
        match_on,
        lower(pattern) as pattern,
        topic,
        subtopic
    from {{ ref('topic_rules') }}
),

-- Words are few, and are held against the rules once each.
words as (
    select distinct
        connection,
        'tag' as match_on,
        tag as word
    from tags
    union all
    select distinct
        connection,
        'channel' as match_on,
        channel as word
    from tickets
),

word_topics as (
    select
        words.connection,
        words.match_on,
        words.word,
        case when rules.pattern is null then words.word else rules.topic end as topic,
        rules.subtopic,
        case when rules.pattern is null then 'tag' else 'rule' end as source
    from words
    left join rules
        on
            words.match_on = rules.match_on
            and coalesce(rules.connection, words.connection) = words.connection
            and lower(words.word) like rules.pattern
    where words.match_on = 'tag' or rules.pattern is not null
),

found as (
    select
        tickets.contact_key,
        word_topics.topic,
        word_topics.subtopic,
        word_topics.source
    from tags
    inner join word_topics
        on
            tags.connection = word_topics.connection
            and word_topics.match_on = 'tag'
            and tags.tag = word_topics.word
    inner join tickets
        on tags.connection = tickets.connection and tags.ticket_id = tickets.ticket_id
    union all
    select
        tickets.contact_key,
        word_topics.topic,
        word_topics.subtopic,
        word_topics.source
    from tickets
    inner join word_topics
        on
            tickets.connection = word_topics.connection
            and word_topics.match_on = 'channel'
            and tickets.channel = word_topics.word
    union all
    select
        tickets.contact_key,
        rules.topic,
        rules.subtopic,
        'rule' as source
    from written_tickets
    inner join rules
        on
            rules.match_on = 'subject'
            and coalesce(rules.connection, written_tickets.connection) = written_tickets.connection
            and lower(written_tickets.subject) like rules.pattern
    inner join tickets
        on
            written_tickets.connection = tickets.connection
            and written_tickets.ticket_id = tickets.ticket_id
)

select
    contact_key,
    topic,
    subtopic,
    -- `rule` before `tag`.
    min(source) as source
from found
where topic is not null
group by contact_key, topic, subtopic
