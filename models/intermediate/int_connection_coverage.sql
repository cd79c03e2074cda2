with contacts as (
    select * from {{ ref('int_contacts') }}
),

states as (
    select * from {{ ref('int_contact_states') }}
)

select
    contacts.connection,
    bool_or(contacts.ticket_status is not null or coalesce(states.has_status_events, false))
        as has_status,
    bool_or(coalesce(states.has_assignment_events, false)) as has_assignment_events
from contacts
left join states on contacts.contact_key = states.contact_key
group by contacts.connection
