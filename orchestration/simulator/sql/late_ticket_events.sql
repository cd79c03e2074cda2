-- Rows of a second file: events that come late or twice.
select *
from ticket_events
where delivery <> 'once'
