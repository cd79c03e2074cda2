"""The process log of an Italian company's help desk: one row per activity on a ticket.

Assumed: a ticket is created with its first activity, whatever that is. Waiting is waiting for the
customer; a software anomaly or an upgrade puts a ticket on hold; the other activities change no
status. Taking a ticket in charge assigns it to whoever does so. The log says nothing of channels
and holds no messages: the messages file has a header only.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

SOURCE = "helpdesk_italy_events.csv.gz"

ACTIVITIES = """
create table activities as
select
    case_id as ticket_id,
    event_no::integer as event_number,
    "org:resource" as agent_id,
    "time:timestamp" as occurred_at,
    case "concept:name"
        when 'Take in charge ticket' then 'open'
        when 'Wait' then 'pending'
        when 'Create SW anomaly' then 'on_hold'
        when 'Require upgrade' then 'on_hold'
        when 'Resolve ticket' then 'solved'
        when 'RESOLVED' then 'solved'
        when 'Closed' then 'closed'
    end as status,
    "concept:name" = 'Take in charge ticket' as is_assignment
from read_csv(?, all_varchar = true)
"""

TICKETS = """
select ticket_id, 'other' as channel, arg_min(occurred_at, event_number) as created_at
from activities
group by ticket_id
"""

MESSAGES = "message_id,ticket_id,sent_at,sender_kind\n"

EVENTS = """
with changes as (
    select *, 'status' as field, status as new_value from activities where status is not null
    union all
    select *, 'assignee_id', agent_id from activities where is_assignment
)
select
    ticket_id || '-' || lpad(event_number::varchar, 3, '0') || '-' || field as event_id,
    ticket_id,
    occurred_at,
    field,
    new_value,
    'agent' as actor_kind,
    agent_id as actor_id
from changes
"""


def convert(source: Path, connection: Path) -> None:
    """Write one landing connection from the process log."""
    connection.mkdir(parents=True)
    (connection / "connection.yml").write_text("type: helpdesk\n", encoding="utf-8")
    (connection / "messages.csv").write_text(MESSAGES, encoding="utf-8")
    with duckdb.connect() as database:
        database.execute(ACTIVITIES, [str(source)])
        for table, query in {"tickets": TICKETS, "ticket_events": EVENTS}.items():
            target = str(connection / f"{table}.jsonl")
            database.execute(f"copy ({query}) to '{target}' (format json)")
