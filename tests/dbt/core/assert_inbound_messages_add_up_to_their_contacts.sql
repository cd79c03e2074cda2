-- Each inbound message of a contact has one row, and no action is counted that a contact has not:
-- the replies and notes are at most the contact's.
with contacts as (
    select * from {{ tested(ref('fct_contacts')) }}
),

received as (
    select
        contact_key,
        count(*) as inbound_messages,
        sum(replies) as replies,
        sum(notes) as notes
    from {{ tested(ref('fct_inbound_messages')) }}
    group by contact_key
)

select
    coalesce(contacts.contact_key, received.contact_key) as contact_key,
    contacts.inbound_messages as inbound_messages_of_contact,
    received.inbound_messages,
    contacts.human_replies,
    received.replies,
    contacts.internal_notes,
    received.notes
from contacts
full join received on contacts.contact_key = received.contact_key
where
    contacts.inbound_messages is distinct from coalesce(received.inbound_messages, 0)
    or received.replies > contacts.human_replies
    or received.notes > contacts.internal_notes
    -- Whoever answered an inbound contact did so after its first inbound message.
    or (
        not contacts.is_outbound
        and contacts.inbound_messages > 0
        and received.replies is distinct from contacts.human_replies
    )
