-- A topic counts a contact once, however many tags and rules lead to it.
select
    contact_key,
    topic,
    subtopic
from {{ tested(ref('bridge_contact_topics')) }}
group by contact_key, topic, subtopic
having count(*) > 1
