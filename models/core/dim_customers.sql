with requesters as (
    select * from {{ ref('dim_requesters') }}
),

contacts as (
    select * from {{ ref('fct_contacts') }}
    where exclusion_reason is null and person_key is not null
),

-- Of what two connections tell differently, the word of the first by name holds.
people_by_connection as (
    select
        person_key,
        connection,
        {{ arg_min('segment', 'requester_key') }} as segment,
        {{ arg_min('industry', 'requester_key') }} as industry,
        bool_or(is_lost) as is_lost,
        max(lost_at) as lost_at,
        any_value(email_digest) as email_digest
    from requesters
    group by person_key, connection
),

people as (
    select
        person_key,
        count(*) as connections,
        {{ arg_min('segment', 'connection') }} as segment,
        {{ arg_min('industry', 'connection') }} as industry,
        bool_or(is_lost) as is_lost,
        max(lost_at) as lost_at,
        any_value(email_digest) as email_digest
    from people_by_connection
    group by person_key
),

asked as (
    select
        person_key,
        count(*) as contacts,
        min(created_at) as first_contact_at,
        max(created_at) as last_contact_at
    from contacts
    group by person_key
)

select
    people.person_key,
    people.connections,
    coalesce(asked.contacts, 0) as contacts,
    asked.first_contact_at,
    asked.last_contact_at,
    people.segment,
    people.industry,
    people.is_lost,
    people.lost_at,
    people.email_digest
from people
left join asked on people.person_key = asked.person_key
