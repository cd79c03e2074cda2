-- Rows of a second file: tickets that come late, tickets sent twice, tickets changed after closing.
select
    * replace (
        if(delivery = 'changed', updated_at + interval 20 hour, updated_at) as updated_at,
        if(delivery = 'changed', 'acme', brand) as brand
    ),
from tickets
where delivery <> 'once'
