{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with contacts as (
    select * from {{ in_scope(ref('fct_contacts')) }}
    where exclusion_reason is not null
),

survivors as (
    select * from {{ in_scope(ref('fct_contacts')) }}
)

select
    contacts.contact_key,
    contacts.connection,
    contacts.ticket_id,
    contacts.exclusion_reason,
    case
        when contacts.exclusion_reason = 'merged'
            then concat('merged into ticket ', survivors.ticket_id)
        else concat('ticket is ', contacts.exclusion_reason)
    end as detail
from contacts
left join survivors on contacts.merged_into_contact_key = survivors.contact_key
