-- The resolutions of a contact are numbered without a gap, each but the last was reopened, and
-- the contact's resolution instants and reopens are theirs. A contact that is resolved by a dated
-- status has a resolution that was not reopened, and the other way round.
with contacts as (
    select * from {{ tested(ref('fct_contacts')) }}
),

resolutions as (
    select
        contact_key,
        count(*) as resolutions,
        min(resolution_number) as first_number,
        max(resolution_number) as last_number,
        count(*) filter (where is_first) as firsts,
        count(*) filter (where is_last) as lasts,
        count(*) filter (where is_last and reopened_at is null) as standing,
        count(reopened_at) as reopens,
        count(seconds_from_reopened) as resolutions_after_reopening,
        min(resolved_at) as first_resolved_at,
        max(resolved_at) as last_resolved_at,
        count(*) filter (where exclusion_reason is null) as counting_resolutions
    from {{ tested(ref('fct_resolutions')) }}
    group by contact_key
)

select
    contacts.contact_key,
    contacts.status,
    contacts.first_resolved_at as first_resolved_at_of_contact,
    contacts.resolved_at as resolved_at_of_contact,
    contacts.reopens as reopens_of_contact,
    contacts.exclusion_reason,
    resolutions.resolutions,
    resolutions.first_number,
    resolutions.last_number,
    resolutions.firsts,
    resolutions.lasts,
    resolutions.standing,
    resolutions.reopens,
    resolutions.resolutions_after_reopening,
    resolutions.first_resolved_at,
    resolutions.last_resolved_at,
    resolutions.counting_resolutions
from contacts
left join resolutions on contacts.contact_key = resolutions.contact_key
where
    contacts.first_resolved_at is distinct from resolutions.first_resolved_at
    or contacts.resolved_at is distinct from
    case when contacts.is_resolved then resolutions.last_resolved_at end
    or contacts.reopens <> coalesce(resolutions.reopens, 0)
    or (contacts.status is null and resolutions.resolutions > 0)
    or resolutions.first_number <> 1
    or resolutions.last_number <> resolutions.resolutions
    or resolutions.firsts <> 1
    or resolutions.lasts <> 1
    or resolutions.reopens + resolutions.standing <> resolutions.resolutions
    or resolutions.resolutions_after_reopening <> resolutions.resolutions - 1
    or (
        contacts.requester_wait_seconds is not null
        and contacts.is_resolved <> (coalesce(resolutions.standing, 0) = 1)
    )
    or resolutions.counting_resolutions
    <> case when contacts.exclusion_reason is null then resolutions.resolutions else 0 end
