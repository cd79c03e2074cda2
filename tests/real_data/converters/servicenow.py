"""The audit log of a ServiceNow instance: one row per update of an incident, with its new state.

Assumed: instants carry no zone and are read as UTC, to the minute. The opening of an incident is
the caller's one message; the log holds no replies. A row's states are events of its update; a state
that the row repeats is no change, which is for the warehouse to find out. State -100 is undefined.
Channels whose names are the vendor's own are renamed; "Direct opening" is left for the warehouse.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

SOURCE = "servicenow_incident_event_log.csv.gz"

# A header column appears twice; DuckDB calls the second one category_1.
UPDATES = """
create table updates as
select
    row_number() over () as row_number,
    number as ticket_id,
    case contact_type
        when 'Self service' then 'portal'
        when 'IVR' then 'phone'
        else contact_type
    end as channel,
    priority,
    caller_id,
    assignment_group,
    assigned_to,
    sys_updated_by,
    strptime(opened_at, '%-d/%-m/%Y %H:%M') as opened_at,
    strptime(sys_updated_at, '%-d/%-m/%Y %H:%M') as updated_at,
    case ident_state
        when 'New' then 'new'
        when 'Active' then 'open'
        when 'Awaiting User Info' then 'pending'
        when 'Awaiting Vendor' then 'on_hold'
        when 'Awaiting Problem' then 'on_hold'
        when 'Awaiting Evidence' then 'on_hold'
        when 'Resolved' then 'solved'
        when 'Closed' then 'closed'
    end as status
from read_csv(?, all_varchar = true, nullstr = '?')
"""

TICKETS = """
select
    ticket_id,
    arg_max(channel, row_number) as channel,
    any_value(opened_at) as created_at,
    max(updated_at) as updated_at,
    arg_max(status, row_number) as status,
    arg_max(priority, row_number) as priority,
    any_value(caller_id) as requester_id
from updates
group by ticket_id
"""

MESSAGES = """
select
    ticket_id || '-opening' as message_id,
    ticket_id,
    any_value(opened_at) as sent_at,
    'customer' as sender_kind,
    any_value(caller_id) as sender_id,
    arg_min(channel, row_number) as channel
from updates
group by ticket_id
"""

EVENTS = """
with states as (
    select *, 1 as place, 'status' as field, status as new_value
    from updates
    where status is not null
    union all
    select *, 2, 'group_id', assignment_group from updates
    union all
    select *, 3, 'assignee_id', assigned_to from updates
    union all
    select *, 4, 'channel', channel from updates
)
select
    row_number * 10 + place as event_id,
    ticket_id,
    updated_at as occurred_at,
    field,
    new_value,
    'agent' as actor_kind,
    sys_updated_by as actor_id
from states
"""


def convert(source: Path, connection: Path) -> None:
    """Write one landing connection from the event log."""
    connection.mkdir(parents=True)
    (connection / "connection.yml").write_text("type: helpdesk\n", encoding="utf-8")
    with duckdb.connect() as database:
        database.execute(UPDATES, [str(source)])
        database.sql(TICKETS).write_parquet(str(connection / "tickets.parquet"))
        database.sql(MESSAGES).write_parquet(str(connection / "messages.parquet"))
        database.sql(EVENTS).write_parquet(str(connection / "ticket_events.parquet"))
