with tags as (
    select * from {{ ref('int_ticket_tags_unioned') }}
),

tickets as (
    select * from {{ ref('int_tickets') }}
)

select distinct
    tickets.contact_key,
    tags.tag
from tags
inner join tickets
    on tags.connection = tickets.connection and tags.ticket_id = tickets.ticket_id
where tags.removed_at is null
