-- What customers say: days, weeks, months and all time, channels and groups hold the messages,
-- contacts and uses that the facts hold.
-- All counts of messages in one pass.
with messages as (
    select
        count(sentiment) as with_sentiment,
        count(sentiment_score) as scored,
        count(case when sender_kind = 'customer' then quick_reply_id end)
        + count(case when sender_kind = 'agent' then macro_id end) as uses
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

grains as (
    select distinct period_grain from {{ ref('mart_periods') }}
),

facts as (
    select
        'messages' as what,
        with_sentiment as fact_rows
    from messages
    union all
    select
        'scored messages' as what,
        scored as fact_rows
    from messages
    union all
    select
        'uses' as what,
        uses as fact_rows
    from messages
    union all
    select
        'topics' as what,
        count(*) as fact_rows
    from topics
    union all
    select
        'voices' as what,
        count(*) as fact_rows
    from topics
),

marts as (
    select
        'messages' as what,
        period_grain,
        level,
        sum(messages) as mart_rows
    from {{ ref('mart_sentiment') }}
    where connection is null
    group by period_grain, level
    union all
    select
        'scored messages' as what,
        period_grain,
        level,
        sum(positive_messages + neutral_messages + negative_messages) as mart_rows
    from {{ ref('mart_sentiment') }}
    where connection is not null
    group by period_grain, level
    union all
    select
        'uses' as what,
        period_grain,
        level,
        sum(uses) as mart_rows
    from {{ ref('mart_quick_replies') }}
    group by period_grain, level
    union all
    select
        'topics' as what,
        period_grain,
        level,
        sum(contacts) as mart_rows
    from {{ ref('mart_topics') }}
    where connection is null and level = 'topic'
    group by period_grain, level
    union all
    select
        'voices' as what,
        period_grain,
        'topic' as level,
        sum(contacts) as mart_rows
    from {{ ref('mart_voice_of_customer') }}
    where connection is not null
    group by period_grain
)

select
    facts.what,
    grains.period_grain,
    marts.level,
    facts.fact_rows,
    marts.mart_rows
from facts
cross join grains
left join marts on facts.what = marts.what and grains.period_grain = marts.period_grain
where facts.fact_rows <> coalesce(marts.mart_rows, 0)
