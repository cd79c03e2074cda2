"""A month of calls to an Israeli bank's call centre, one row per call.

Assumed: times are local to Israel (no offset changed that month). Call ids repeat between lines,
so that a call is named by line and id; each is a contact of its own. A caller starts to wait on
entering the voice menu: service often starts a second before the menu is left, as recorded. A time
below the menu's entry by more than half a day belongs to the next day. 0:00:00 beside a duration of
0 is no time. A call with an agent and no service time was answered when it left the queue, or the
menu when there was no queue. A phantom call was neither answered nor given up. No call has
a status.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

SOURCE = "bank_calls_feb1999.tsv.gz"

CALLS = """
create table calls as
with clocks as (
    select
        "vru+line" || '-' || call_id as call_id,
        nullif(customer_id, '0') as customer_id,
        outcome,
        nullif(server, 'NO_SERVER') as agent_id,
        strptime(date, '%y%m%d') as day,
        vru_entry::interval as menu_in,
        vru_exit::interval as menu_out,
        case when q_time <> '0' or q_exit <> '0:00:00' then q_exit::interval end as queue_out,
        case when ser_start <> '0:00:00' then ser_start::interval end as service_in,
        case when ser_start <> '0:00:00' then ser_exit::interval end as service_out
    from read_csv(?, all_varchar = true, delim = '\\t')
),

instants as (
    select
        *,
        day + menu_in as queued_at,
        coalesce(queue_out, menu_out) as left_at
    from clocks
)

select
    call_id,
    customer_id,
    outcome,
    agent_id,
    queued_at,
    day + left_at + night(menu_in, left_at) as left_at,
    day + service_in + night(menu_in, service_in) as service_from,
    day + service_out + night(menu_in, service_out) as service_to
from instants
"""

NIGHT = """
create macro night(early, late) as
    case when early - late > interval 12 hours then interval 1 day else interval 0 days end
"""

TICKETS = """
select
    call_id as ticket_id,
    'phone' as channel,
    queued_at as created_at,
    customer_id as requester_id
from calls
"""

PHONE_CALLS = """
select
    call_id,
    call_id as ticket_id,
    'inbound' as direction,
    queued_at,
    case when outcome = 'AGENT' then coalesce(service_from, left_at) end as answered_at,
    case when outcome = 'HANG' then left_at end as abandoned_at,
    agent_id
from calls
"""

WORK_SESSIONS = """
select
    call_id as session_id,
    call_id as ticket_id,
    agent_id,
    'talk' as kind,
    service_from as started_at,
    service_to as ended_at
from calls
where outcome = 'AGENT' and service_from is not null
"""

MESSAGES = """
select call_id as message_id, call_id as ticket_id, queued_at as sent_at, 'customer' as sender_kind
from calls
where false
"""


def convert(source: Path, connection: Path) -> None:
    """Write one landing connection from the calls."""
    connection.mkdir(parents=True)
    (connection / "connection.yml").write_text(
        "type: helpdesk\ntime_zone: Asia/Jerusalem\n", encoding="utf-8"
    )
    with duckdb.connect() as database:
        database.execute(NIGHT)
        database.execute(CALLS, [str(source)])
        tables = {
            "tickets": TICKETS,
            "messages": MESSAGES,
            "calls": PHONE_CALLS,
            "work_sessions": WORK_SESSIONS,
        }
        for table, query in tables.items():
            database.sql(query).write_parquet(str(connection / f"{table}.parquet"))
