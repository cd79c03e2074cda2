"""One simulated help desk that the tests of the simulator share, and its rows as tables."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.simulator import SimulationSummary, simulate

CONTACTS = 50_000
DAYS = 180
LAST_DAY = date(2025, 6, 30)
SEED = 7


@pytest.fixture(scope="session")
def summary(tmp_path_factory: pytest.TempPathFactory) -> SimulationSummary:
    """Simulate one connection, large enough for its shares to be told."""
    out = tmp_path_factory.mktemp("simulated")
    return simulate(out, CONTACTS, DAYS, SEED, last_day=LAST_DAY, connections=1, bodies="short")


@pytest.fixture(scope="session")
def folder(summary: SimulationSummary) -> Path:
    """Return the connection's folder."""
    return summary.out / "acme_europe"


@pytest.fixture(scope="session")
def files(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Read every table, all its parquet files together, with the name of the file."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        for table in sorted(path.name for path in folder.iterdir() if path.is_dir()):
            connection.execute(
                f"create table {table} as from read_parquet('{folder}/{table}/*.parquet', "
                "filename = 'file', file_row_number = true)"
            )
        yield connection


@pytest.fixture(scope="session")
def contacts(files: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Make a table of the contacts that count, in their latest version."""
    files.execute(
        """
        create table desk as
        with said as (
            select distinct ticket_id, message_id, sent_at as said_at, sender_kind
            from messages
            where is_public and sender_kind in ('customer', 'agent')
            union all
            select ticket_id, call_id, queued_at, 'customer'
            from calls
            where direction = 'inbound'
            union all
            select ticket_id, call_id, answered_at, 'agent'
            from calls
            where answered_at is not null
        ),

        first_said as (
            select
                ticket_id,
                arg_min(sender_kind, (said_at, sender_kind = 'agent')) as opened_by,
                min(said_at) filter (sender_kind = 'agent') as replied_at,
            from said
            group by ticket_id
        ),

        solved as (
            select ticket_id, min(occurred_at) as first_at, max(occurred_at) as last_at
            from (select distinct event_id, ticket_id, occurred_at, new_value from ticket_events)
            where new_value = 'solved'
            group by ticket_id
        )

        select
            tickets.*,
            trim(lower(channel)) as network,
            case
                when network in ('facebook', 'twitter', 'instagram', 'viber') then 'social'
                else network
            end as channel_group,
            coalesce(opened_by = 'agent', false) as is_outbound,
            epoch(replied_at - created_at) as reply_s,
            epoch(first_at - created_at) as first_resolution_s,
            if(status in ('solved', 'closed'), epoch(last_at - created_at), null)
                as full_resolution_s,
        from (
            select * from tickets
            qualify row_number() over (
                partition by ticket_id order by updated_at desc, file desc
            ) = 1
        ) as tickets
        left join first_said using (ticket_id)
        left join solved using (ticket_id)
        where status not in ('spam', 'deleted') and not is_test and merged_into_ticket_id is null
            and ticket_id not in (select id from deletions where table_name = 'tickets')
        """
    )
    return files
