{%- set place = ['topic', 'subtopic', 'lifecycle_stage', 'connection', 'date_on'] -%}

with contacts as {{ inlined() }} (
    select *
    from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

surveys as {{ inlined() }} (
    select
        contact_key,
        connection,
        is_satisfied,
        coalesce(responded_at, offered_at) as rated_at
    from {{ ref('fct_surveys') }}
    where exclusion_reason is null and is_latest and is_satisfied is not null
),

dates as (
    select * from {{ dates_to_count() }}
),

counted as (
    select contacts.contact_key
    from contacts
    inner join dates on {{ on_date_to_count('contacts.created_at') }}
    union all
    select contacts.contact_key
    from contacts
    inner join dates on {{ on_date_to_count('contacts.resolved_at') }}
    union all
    select surveys.contact_key
    from surveys
    inner join dates on {{ on_date_to_count('surveys.rated_at') }}
),

topics as (
    select * from {{ ref('bridge_contact_topics') }}
    where exclusion_reason is null and {{ only_counted('contact_key', 'counted') }}
),

-- Where a contact counts: once in each topic, in each subtopic, and in each topic by its lifecycle
-- stage, however many tags and rules lead there.
distinct_topics as (
    select distinct
        contact_key,
        topic,
        lifecycle_stage
    from topics
),

placed as (
    select
        contact_key,
        topic,
        cast(null as {{ type_text() }}) as subtopic,
        cast(null as {{ type_text() }}) as lifecycle_stage
    from distinct_topics
    union all
    select
        contact_key,
        topic,
        subtopic,
        cast(null as {{ type_text() }}) as lifecycle_stage
    from topics
    where subtopic is not null
    union all
    select
        contact_key,
        topic,
        cast(null as {{ type_text() }}) as subtopic,
        lifecycle_stage
    from distinct_topics
    where lifecycle_stage is not null
),

-- Each figure by its own date: creation, resolution, response.
created as (
    select
        placed.topic,
        placed.subtopic,
        placed.lifecycle_stage,
        contacts.connection,
        {{ reporting_date('contacts.created_at', 'dates') }} as date_on,
        1 as contacts,
        cast(contacts.human_replies > 0 as integer) as answered_contacts,
        cast(contacts.is_resolved is not null as integer) as contacts_with_status,
        cast(contacts.is_resolved as integer) as closed_contacts,
        case
            when not contacts.is_outbound and not contacts.is_truncated
                then {{ whole_microseconds('contacts.first_reply_seconds') }}
        end as first_reply_us
    from placed
    inner join contacts on placed.contact_key = contacts.contact_key
    inner join dates on {{ on_date_to_count('contacts.created_at') }}
),

resolved as (
    select
        placed.topic,
        placed.subtopic,
        placed.lifecycle_stage,
        contacts.connection,
        {{ reporting_date('contacts.resolved_at', 'dates') }} as date_on,
        cast(contacts.is_fcr_gross is not null as integer) as contacts_with_fcr_gross,
        cast(contacts.is_fcr_gross as integer) as fcr_gross_contacts,
        {{ whole_microseconds('contacts.full_resolution_seconds') }} as full_resolution_us
    from placed
    inner join contacts on placed.contact_key = contacts.contact_key
    inner join dates on {{ on_date_to_count('contacts.resolved_at') }}
    where contacts.is_resolved
),

rated as (
    select
        placed.topic,
        placed.subtopic,
        placed.lifecycle_stage,
        surveys.connection,
        {{ reporting_date('surveys.rated_at', 'dates') }} as date_on,
        1 as rated_contacts,
        cast(surveys.is_satisfied as integer) as satisfied_contacts
    from placed
    inner join surveys on placed.contact_key = surveys.contact_key
    inner join dates on {{ on_date_to_count('surveys.rated_at') }}
),

events as (
    {{ union_by_name({
        'created': place + [
            'contacts', 'answered_contacts', 'contacts_with_status', 'closed_contacts',
            'first_reply_us'
        ],
        'resolved': place + [
            'contacts_with_fcr_gross', 'fcr_gross_contacts', 'full_resolution_us'
        ],
        'rated': place + ['rated_contacts', 'satisfied_contacts']
    }) }}
)

select
    connection,
    topic,
    subtopic,
    lifecycle_stage,
    date_on,
    cast(sum(contacts) as bigint) as contacts,
    cast(sum(answered_contacts) as bigint) as answered_contacts,
    cast(sum(contacts_with_status) as bigint) as contacts_with_status,
    cast(sum(closed_contacts) as bigint) as closed_contacts,
    cast(sum(contacts_with_fcr_gross) as bigint) as contacts_with_fcr_gross,
    cast(sum(fcr_gross_contacts) as bigint) as fcr_gross_contacts,
    count(first_reply_us) as first_replies,
    cast(sum(first_reply_us) as {{ type_huge() }}) as first_reply_us,
    count(full_resolution_us) as full_resolutions,
    cast(sum(full_resolution_us) as {{ type_huge() }}) as full_resolution_us,
    cast(sum(rated_contacts) as bigint) as rated_contacts,
    cast(sum(satisfied_contacts) as bigint) as satisfied_contacts
from events
group by connection, topic, subtopic, lifecycle_stage, date_on
