{{ config(materialized='view') }}

with replies as (
    select * from {{ ref('fct_replies') }}
    where exclusion_reason is null and agent_key is not null
),

contacts as (
    select * from {{ ref('fct_contacts') }}
    where exclusion_reason is null
)

select
    agent_key,
    {{ instant_of(microseconds('sent_at') ~ ' - ' ~ whole_microseconds('reply_seconds')) }}
        as counted_at,
    {{ whole_microseconds('reply_seconds') }} as reply_us,
    {{ whole_microseconds('reply_business_seconds') }} as reply_business_us,
    cast(null as bigint) as first_reply_us,
    cast(null as bigint) as first_reply_business_us
from replies
where answers_turn
union all
select
    replies.agent_key,
    contacts.created_at as counted_at,
    cast(null as bigint) as reply_us,
    cast(null as bigint) as reply_business_us,
    {{ whole_microseconds('contacts.first_reply_seconds') }} as first_reply_us,
    {{ whole_microseconds('contacts.first_reply_business_seconds') }} as first_reply_business_us
from replies
inner join contacts on replies.contact_key = contacts.contact_key
where replies.is_first_reply and not contacts.is_outbound
