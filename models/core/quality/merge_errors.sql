with merges as (
    select * from {{ ref('int_merges') }}
    where merge_error is not null
),

tickets as (
    select * from {{ ref('int_tickets') }}
)

select
    merges.contact_key,
    tickets.connection,
    tickets.ticket_id,
    merges.merge_error
from merges
inner join tickets on merges.contact_key = tickets.contact_key
