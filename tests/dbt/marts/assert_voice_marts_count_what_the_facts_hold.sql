-- What customers say: days, weeks, months and all time, channels and groups hold the messages,
-- contacts and uses that the facts hold.
with messages as (
    select *
    from {{ ref('fct_messages') }}
    where exclusion_reason is null
),

topics as (
    select distinct
        contact_key,
        topic
    from {{ ref('bridge_contact_topics') }}
    where exclusion_reason is null
),

expected as (
    select
        count(sentiment) as messages,
        count(sentiment_score) as scored_messages,
        count(case when sender_kind = 'customer' then quick_reply_id end)
        + count(case when sender_kind = 'agent' then macro_id end) as uses,
        (select count(*) from topics) as topics
    from messages
),

counted as (
    select
        period_grain,
        'mart_sentiment' as mart,
        level,
        sum(messages) as rows_counted,
        (select expected.messages from expected) as rows_expected
    from {{ ref('mart_sentiment') }}
    where connection is null
    group by period_grain, level
    union all
    select
        period_grain,
        'mart_sentiment, by sentiment' as mart,
        level,
        sum(positive_messages + neutral_messages + negative_messages) as rows_counted,
        (select expected.scored_messages from expected) as rows_expected
    from {{ ref('mart_sentiment') }}
    where connection is not null
    group by period_grain, level
    union all
    select
        period_grain,
        'mart_quick_replies' as mart,
        level,
        sum(uses) as rows_counted,
        (select expected.uses from expected) as rows_expected
    from {{ ref('mart_quick_replies') }}
    group by period_grain, level
    union all
    select
        period_grain,
        'mart_topics' as mart,
        level,
        sum(contacts) as rows_counted,
        (select expected.topics from expected) as rows_expected
    from {{ ref('mart_topics') }}
    where connection is null and level = 'topic'
    group by period_grain, level
    union all
    select
        period_grain,
        'mart_voice_of_customer' as mart,
        'topic' as level,
        sum(contacts) as rows_counted,
        (select expected.topics from expected) as rows_expected
    from {{ ref('mart_voice_of_customer') }}
    where connection is not null
    group by period_grain
)

select *
from counted
where rows_counted <> rows_expected
