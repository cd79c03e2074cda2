with contacts as (
    select * from {{ with_their_people(ref('int_contact_outcomes')) }}
),

-- One row each, whatever their subtopics.
topics as (
    select distinct
        contact_key,
        topic
    from {{ ref('int_contact_topics') }}
),

resolved_at_once as (
    select
        contact_key,
        person_key,
        created_at,
        resolved_at
    from contacts
    where
        is_resolved
        and human_replies = 1
        and reopens = 0
        and resolved_at + interval '7 day' <= {{ as_of() }}
),

counting as (
    select
        contact_key,
        person_key,
        created_at
    from contacts
    where exclusion_reason is null and not is_outbound and person_key is not null
),

-- Whoever did not write again within the seven days, on whatever topic, did not come back. Only the
-- others are asked for their topics below.
instants as (
    select
        person_key,
        created_at as instant,
        created_at,
        cast(null as {{ type_key() }}) as contact_key
    from counting
    union all
    select
        person_key,
        resolved_at as instant,
        cast(null as timestamp) as created_at,
        contact_key
    from resolved_at_once
    where person_key is not null
),

next_creations as (
    select
        contact_key,
        instant as resolved_at,
        {{ first_known('created_at') }} over (
            partition by person_key
            order by instant, case when contact_key is null then 0 else 1 end
            rows between 1 following and unbounded following
        ) as next_created_at
    from instants
),

asked as (
    select resolved_at_once.*
    from resolved_at_once
    inner join next_creations on resolved_at_once.contact_key = next_creations.contact_key
    where next_creations.next_created_at <= next_creations.resolved_at + interval '7 day'
),

inbound as (
    select counting.*
    from counting
    where counting.person_key in (select asked.person_key from asked)
),

-- (`||` keeps the NULL of a contact without topics; concat() would make a topic of it.)
-- Contacts are counted by topic: a contact without one counts with any other, so one without
-- asks for '*' (everything), any other for each of its topics and for '' (those without).
inbound_topics as (
    select
        contact_key,
        person_key,
        created_at,
        '*' as topic
    from inbound
    union all
    select
        inbound.contact_key,
        inbound.person_key,
        inbound.created_at,
        coalesce('topic ' || topics.topic, '') as topic
    from inbound
    left join topics on inbound.contact_key = topics.contact_key
),

asked_topics as (
    select
        asked.*,
        coalesce('topic ' || topics.topic, '*') as topic
    from asked
    left join topics on asked.contact_key = topics.contact_key
    union all
    select
        asked.*,
        '' as topic
    from asked
    where exists (select 1 from topics where topics.contact_key = asked.contact_key)
),

-- How many contacts of the person and topic were created up to the resolution and up to seven days
-- after it: one sweep, however many contacts a person has.
points as (
    select
        person_key,
        topic,
        created_at as instant,
        0 as is_question,
        1 as weight,
        cast(null as {{ type_key() }}) as contact_key,
        0 as sign
    from inbound_topics
    union all
    select
        person_key,
        topic,
        resolved_at as instant,
        1 as is_question,
        0 as weight,
        contact_key,
        -1 as sign
    from asked_topics
    union all
    select
        person_key,
        topic,
        resolved_at + interval '7 day' as instant,
        1 as is_question,
        0 as weight,
        contact_key,
        1 as sign
    from asked_topics
),

swept as (
    select
        *,
        sum(weight) over (
            partition by person_key, topic order by instant, is_question
            rows between unbounded preceding and current row
        ) as contacts_so_far
    from points
),

counted as (
    select
        contact_key,
        topic,
        sum(sign * contacts_so_far) as contacts_in_window
    from swept
    where is_question = 1
    group by contact_key, topic
),

-- With a skewed clock a contact can lie in its own window.
repeated as (
    select distinct counted.contact_key
    from counted
    inner join asked on counted.contact_key = asked.contact_key
    left join inbound_topics as itself
        on
            counted.contact_key = itself.contact_key
            and counted.topic = itself.topic
            and asked.resolved_at < itself.created_at
            and asked.resolved_at + interval '7 day' >= itself.created_at
    where counted.contacts_in_window > case when itself.contact_key is null then 0 else 1 end
)

select
    resolved_at_once.contact_key,
    repeated.contact_key is null as is_fcr_net
from resolved_at_once
left join repeated on resolved_at_once.contact_key = repeated.contact_key
