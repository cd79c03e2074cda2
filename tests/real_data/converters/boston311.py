"""City requests of Boston, one row per request with the instants of its opening and closing.

Assumed: instants are local to Boston, which `connection.yml` says. A request that a person outside
the city's staff filed is that person's one message; staff and machine requests have none. The day's
closing notes are no replies: the data does not say that anyone received them. Calls and self
service are renamed to the warehouse's channels; the other sources are left as they are. The data
has no opening hours: weekdays from 8 to 17 and one holiday are made up to try the business clock.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

SOURCE = "boston311_2015_jan_oct.csv.gz"
STAFF_SOURCES = ("Employee Generated", "City Worker App", "Maximo Integration")

REQUESTS = """
create table requests as
select
    CASE_ENQUIRY_ID as ticket_id,
    case Source
        when 'Constituent Call' then 'phone'
        when 'Self Service' then 'portal'
        else Source
    end as channel,
    strptime(OPEN_DT, '%m/%d/%Y %I:%M:%S %p') as opened_at,
    strptime(CLOSED_DT, '%m/%d/%Y %I:%M:%S %p') as closed_at,
    lower(CASE_STATUS) as status,
    CASE_TITLE as subject,
    Department as group_id,
    TYPE as tag
from read_csv(?, all_varchar = true)
"""

TICKETS = """
select
    ticket_id,
    channel,
    opened_at as created_at,
    status,
    subject,
    group_id,
    'city_hall' as schedule_id
from requests
"""

MESSAGES = f"""
select
    ticket_id || '-request' as message_id,
    ticket_id,
    opened_at as sent_at,
    'customer' as sender_kind,
    subject as body
from requests
where channel not in {STAFF_SOURCES}
"""

EVENTS = """
select
    ticket_id || '-closing' as event_id,
    ticket_id,
    closed_at as occurred_at,
    'status' as field,
    'closed' as new_value
from requests
where closed_at is not null
"""

SCHEDULES = """
select
    'city_hall' as schedule_id,
    'America/New_York' as time_zone,
    unnest(range(1, 6)) as weekday,
    '08:00' as opens_at,
    '17:00' as closes_at
"""

HOLIDAYS = """
select
    'city_hall' as schedule_id,
    date '2015-07-03' as starts_on,
    date '2015-07-03' as ends_on,
    'Independence Day' as name
"""

TAGS = "select ticket_id, tag from requests where tag is not null"


def convert(source: Path, connection: Path) -> None:
    """Write one landing connection from the requests."""
    connection.mkdir(parents=True)
    (connection / "connection.yml").write_text(
        "type: helpdesk\ntime_zone: America/New_York\n", encoding="utf-8"
    )
    with duckdb.connect() as database:
        database.execute(REQUESTS, [str(source)])
        tables = {
            "tickets": TICKETS,
            "messages": MESSAGES,
            "ticket_events": EVENTS,
            "ticket_tags": TAGS,
            "schedules": SCHEDULES,
            "holidays": HOLIDAYS,
        }
        for table, query in tables.items():
            database.sql(query).write_csv(str(connection / f"{table}.csv.gz"), compression="gzip")
