-- Every ticket is a contact, once, and every contact is a ticket.
with tickets as (
    select
        connection,
        ticket_id,
        {{ stable_key(['connection', 'ticket_id']) }} as contact_key
    from {{ tested_of_tickets(ref('int_tickets_unioned')) }}
),

contacts as (
    select * from {{ tested_of_tickets(ref('fct_contacts')) }}
)

select
    coalesce(tickets.contact_key, contacts.contact_key) as contact_key,
    coalesce(tickets.connection, contacts.connection) as connection,
    coalesce(tickets.ticket_id, contacts.ticket_id) as ticket_id,
    tickets.contact_key is not null as is_ticket,
    contacts.contact_key is not null as is_contact
from tickets
full join contacts on tickets.contact_key = contacts.contact_key
where tickets.contact_key is null or contacts.contact_key is null
