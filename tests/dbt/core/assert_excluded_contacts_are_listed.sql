-- What marts leave out is listed with its reason in quality.exclusions, and nothing else is.
with contacts as (
    select * from {{ tested(ref('fct_contacts')) }} where exclusion_reason is not null
),

exclusions as (
    select * from {{ tested(ref('exclusions')) }}
)

select
    coalesce(contacts.contact_key, exclusions.contact_key) as contact_key,
    contacts.exclusion_reason as reason_of_contact,
    exclusions.exclusion_reason as reason_listed
from contacts
full join exclusions on contacts.contact_key = exclusions.contact_key
where contacts.exclusion_reason is distinct from exclusions.exclusion_reason
