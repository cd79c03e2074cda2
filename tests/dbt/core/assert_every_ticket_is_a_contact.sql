-- Every ticket of staging is a contact, once, and every contact is a ticket of staging.
with tickets as (
    select
        connection,
        ticket_id
    from {{ ref('int_tickets_unioned') }}
),

contacts as (
    select
        connection,
        ticket_id
    from {{ ref('fct_contacts') }}
)

select
    coalesce(tickets.connection, contacts.connection) as connection,
    coalesce(tickets.ticket_id, contacts.ticket_id) as ticket_id,
    tickets.ticket_id is not null as is_ticket,
    contacts.ticket_id is not null as is_contact
from tickets
full join contacts
    on tickets.connection = contacts.connection and tickets.ticket_id = contacts.ticket_id
where tickets.ticket_id is null or contacts.ticket_id is null
