with messages as {{ inlined() }} (
    select *
    from {{ ref('fct_messages') }}
    where exclusion_reason is null and sentiment_score is not null
),

contacts as {{ inlined() }} (
    select *
    from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

dates as (
    select * from {{ dates_to_count() }}
),

counted_contacts as (
    select contacts.contact_key
    from contacts
    inner join dates on cast(contacts.created_at as date) = dates.date_on
),

topics as (
    select distinct
        contact_key,
        topic
    from {{ ref('bridge_contact_topics') }}
    where
        exclusion_reason is null
        and {{ only_counted('contact_key', 'counted_contacts') }}
),

-- A contact speaks through its strongest message; the key only settles who comes first of equals.
voices as (
    select
        contact_key,
        cast(sum(cast(sentiment_score as decimal(18, 6))) as double) / count(*) as mean_score,
        max({{ struct_of('voice', {
            'strength': 'abs(sentiment_score)', 'sent_at': 'sent_at',
            'message_key': 'message_key', 'message_id': 'message_id'
        }) }}) as strongest
    from messages
    where {{ only_counted('contact_key', 'counted_contacts') }}
    group by contact_key
),

told as (
    select
        contacts.connection,
        topics.topic,
        {{ reporting_date('contacts.created_at', 'dates') }} as date_on,
        {{ sentiment_of('voices.mean_score', 'null') }} as sentiment,
        case
            when contacts.is_resolved and contacts.reopens > 0 then 'resolved_after_reopening'
            when contacts.is_resolved then 'resolved'
            when contacts.human_replies > 0 then 'answered'
            else 'unanswered'
        end as outcome,
        voices.strongest
    from topics
    inner join contacts on topics.contact_key = contacts.contact_key
    left join voices on topics.contact_key = voices.contact_key
    inner join dates on cast(contacts.created_at as date) = dates.date_on
)

select
    connection,
    topic,
    sentiment,
    outcome,
    date_on,
    count(*) as contacts,
    {{ largest('strongest', 3) }} as strongest
from told
group by connection, topic, sentiment, outcome, date_on
