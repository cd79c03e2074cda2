with contacts as (
    select * from {{ with_their_people(ref('int_contact_outcomes')) }}
    where not is_outbound and person_key is not null
),

resolutions as (
    select * from {{ ref('int_resolutions') }}
),

social as (
    select * from contacts
    where channel_group = 'social'
),

elsewhere as (
    select contacts.*
    from contacts
    where
        contacts.channel_group <> 'social'
        and contacts.exclusion_reason is null
        and contacts.is_status_dated
        and contacts.person_key in (select social.person_key from social)
),

-- Spans in which a contact stays unresolved, and the seven days before each of its reopenings.
unresolved as (
    select
        elsewhere.contact_key,
        elsewhere.created_at as from_at,
        coalesce(elsewhere.first_resolved_at, elsewhere.created_at + interval '8 day') as until_at
    from elsewhere
    union all
    select
        elsewhere.contact_key,
        resolutions.reopened_at as from_at,
        lead(resolutions.resolved_at, 1, elsewhere.created_at + interval '8 day') over (
            partition by resolutions.contact_key order by resolutions.resolution_number
        ) as until_at
    from elsewhere
    inner join resolutions on elsewhere.contact_key = resolutions.contact_key
    union all
    select
        elsewhere.contact_key,
        resolutions.reopened_at - interval '7 day' as from_at,
        resolutions.reopened_at as until_at
    from elsewhere
    inner join resolutions on elsewhere.contact_key = resolutions.contact_key
    where resolutions.reopened_at is not null
),

-- A contact counts for one microsecond to seven days after its creation.
spans as (
    select
        elsewhere.person_key,
        greatest(
            {{ microseconds('unresolved.from_at') }}, {{ microseconds('elsewhere.created_at') }} + 1
        ) as from_us,
        least(
            {{ microseconds('unresolved.until_at') }},
            {{ microseconds("elsewhere.created_at + interval '7 day'") }} + 1
        ) as until_us
    from unresolved
    inner join elsewhere on unresolved.contact_key = elsewhere.contact_key
    where unresolved.from_at is not null
),

points as (
    select
        person_key,
        from_us as at_us,
        1 as weight,
        cast(null as {{ type_key() }}) as contact_key
    from spans
    where until_us > from_us
    union all
    select
        person_key,
        until_us as at_us,
        -1 as weight,
        cast(null as {{ type_key() }}) as contact_key
    from spans
    where until_us > from_us
    union all
    select
        person_key,
        {{ microseconds('created_at') }} as at_us,
        0 as weight,
        contact_key
    from social
    where person_key in (select elsewhere.person_key from elsewhere)
),

-- Spans hold their start and not their end, so all changes of an instant come before its questions.
swept as (
    select
        contact_key,
        sum(weight) over (
            partition by person_key order by at_us, case when contact_key is null then 0 else 1 end
            rows between unbounded preceding and current row
        ) as open_spans
    from points
)

select contact_key
from swept
where contact_key is not null and open_spans > 0
