-- The turns of a contact are numbered without a gap, only the last one can be unanswered (a reply
-- is what ends a turn), and together they are the contact's turns and inbound messages.
with contacts as (
    select * from {{ tested(ref('fct_contacts')) }}
),

turns as (
    select
        contact_key,
        count(*) as turns,
        count(answered_at) as answered_turns,
        sum(messages) as messages,
        min(turn_number) as first_number,
        max(turn_number) as last_number,
        max(turn_number) filter (where answered_at is not null) as last_answered_number,
        min(started_at) as first_started_at,
        min(answered_at) as first_answered_at,
        count(*) filter (where exclusion_reason is null) as counting_turns
    from {{ tested(ref('fct_turns')) }}
    group by contact_key
)

select
    contacts.contact_key,
    contacts.turns as turns_of_contact,
    turns.turns,
    contacts.answered_turns as answered_turns_of_contact,
    turns.answered_turns,
    contacts.inbound_messages,
    turns.messages,
    turns.first_number,
    turns.last_number,
    turns.last_answered_number,
    contacts.first_customer_message_at,
    turns.first_started_at,
    contacts.exclusion_reason,
    turns.counting_turns
from contacts
left join turns on contacts.contact_key = turns.contact_key
where
    contacts.turns <> coalesce(turns.turns, 0)
    or contacts.answered_turns <> coalesce(turns.answered_turns, 0)
    or contacts.inbound_messages <> coalesce(turns.messages, 0)
    or contacts.first_customer_message_at is distinct from turns.first_started_at
    or turns.first_number <> 1
    or turns.last_number <> turns.turns
    or coalesce(turns.last_answered_number, 0) <> turns.answered_turns
    or turns.answered_turns < turns.turns - 1
    or turns.counting_turns
    <> case when contacts.exclusion_reason is null then turns.turns else 0 end
    or (
        not contacts.is_truncated
        and contacts.first_reply_at is distinct from turns.first_answered_at
    )
