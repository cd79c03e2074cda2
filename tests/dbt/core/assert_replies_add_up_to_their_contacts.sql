-- The replies of a contact are its human replies; one at most is the first, and it is the one
-- that the contact names; contacts marked as outbound speak before the customer does.
with contacts as (
    select * from {{ tested(ref('fct_contacts')) }}
),

replies as (
    select
        contact_key,
        count(*) as replies,
        count(turn_key) as answering_replies,
        count(*) filter (where is_first_reply) as first_replies,
        min(sent_at) filter (where is_first_reply) as first_reply_at,
        min(sent_at) as first_sent_at,
        count(*) filter (where exclusion_reason is null) as counting_replies
    from {{ tested(ref('fct_replies')) }}
    group by contact_key
)

select
    contacts.contact_key,
    contacts.human_replies,
    replies.replies,
    contacts.answered_turns,
    replies.answering_replies,
    replies.first_replies,
    contacts.first_reply_at as first_reply_at_of_contact,
    replies.first_reply_at,
    contacts.is_outbound,
    contacts.first_customer_message_at,
    replies.first_sent_at,
    contacts.exclusion_reason,
    replies.counting_replies
from contacts
left join replies on contacts.contact_key = replies.contact_key
where
    contacts.human_replies <> coalesce(replies.replies, 0)
    or contacts.answered_turns <> coalesce(replies.answering_replies, 0)
    or replies.first_replies > 1
    or contacts.first_reply_at is distinct from replies.first_reply_at
    or contacts.is_outbound <> coalesce(
        replies.first_sent_at < contacts.first_customer_message_at
        or (replies.replies > 0 and contacts.first_customer_message_at is null),
        false
    )
    or replies.counting_replies
    <> case when contacts.exclusion_reason is null then replies.replies else 0 end
