-- No ticket is left out: every connection has as many contacts as tickets.
with counts as (
    select
        connection,
        1 as tickets,
        0 as contacts
    from {{ ref('int_tickets_unioned') }}
    union all
    select
        connection,
        0 as tickets,
        1 as contacts
    from {{ ref('fct_contacts') }}
)

select
    connection,
    sum(tickets) as tickets,
    sum(contacts) as contacts
from counts
group by connection
having sum(tickets) <> sum(contacts)
