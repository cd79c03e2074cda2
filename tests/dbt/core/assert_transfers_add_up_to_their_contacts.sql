-- The transfers of a contact are as many as it counts, and so are those before its first
-- resolution.
with contacts as (
    select * from {{ tested(ref('fct_contacts')) }}
),

transfers as (
    select
        contact_key,
        count(*) as transfers,
        count(*) filter (where is_before_resolution) as transfers_before_resolution
    from {{ tested(ref('fct_transfers')) }}
    group by contact_key
)

select
    coalesce(contacts.contact_key, transfers.contact_key) as contact_key,
    contacts.transfers as transfers_of_contact,
    contacts.transfers_before_resolution as transfers_before_resolution_of_contact,
    transfers.transfers,
    transfers.transfers_before_resolution
from contacts
full join transfers on contacts.contact_key = transfers.contact_key
where
    contacts.transfers is distinct from coalesce(transfers.transfers, 0)
    or contacts.transfers_before_resolution
    is distinct from coalesce(transfers.transfers_before_resolution, 0)
