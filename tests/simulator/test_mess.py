"""What the summary says is odd can be found in the files, counted by other means."""

import duckdb
import pytest

from orchestration.simulator import SimulationSummary, simulate
from tests.simulator.conftest import CONTACTS

LATE = "file like '%export-late-%'"
ON_TIME = "file not like '%export-late-%'"
# The mess, and a query over the raw files that counts it anew.
COUNTS = {
    "spam": "select count(distinct ticket_id) from ticket_events where new_value = 'spam'",
    "test": "select count(distinct ticket_id) from tickets where is_test",
    "merged_away": "select count(distinct ticket_id) from tickets "
    "where merged_into_ticket_id is not null",
    "transferred": "select count(distinct ticket_id) from ticket_events where field = 'group_id'",
    "escalated": "select count(distinct ticket_id) from ticket_events "
    "where field = 'channel' or new_value = 'tier 2'",
    "answered_before_creation": "select count(distinct ticket_id) from (select ticket_id, sent_at "
    "from messages where sender_kind = 'agent' and is_public union all "
    "select ticket_id, answered_at from calls) as replies inner join tickets using (ticket_id) "
    "where replies.sent_at = tickets.created_at - interval 30 second",
    "reopened": "select count(distinct opened.ticket_id) from ticket_events as opened "
    "inner join ticket_events as solved using (ticket_id) where opened.new_value = 'open' "
    "and solved.new_value = 'solved' and opened.occurred_at > solved.occurred_at",
    "messages_late": f"select count(*) from messages as late where {LATE} and ticket_id in "
    "(from (select ticket_id from tickets)) and not exists (select 1 from messages as sent "
    f"where sent.message_id = late.message_id and sent.{ON_TIME})",
    "messages_twice": f"select count(*) from messages as late where {LATE} and edited_at is null "
    f"and message_id in (select message_id from messages where {ON_TIME})",
    "messages_edited": "select count(*) from messages where edited_at is not null "
    "and body like '%(edited)'",
    "messages_orphan": "select count(*) from messages "
    "where ticket_id not in (select ticket_id from tickets)",
    "tickets_late": f"select count(*) from tickets as late where {LATE} and ticket_id not in "
    f"(select ticket_id from tickets where {ON_TIME})",
    "tickets_changed": f"select count(*) from tickets as late where {LATE} and exists (select 1 "
    "from tickets as sent where sent.ticket_id = late.ticket_id and sent.updated_at "
    "< late.updated_at)",
    "surveys_changed": "select count(*) from (select survey_id from surveys group by survey_id "
    "having count(distinct responded_at) = 2)",
    "ticket_events_twice": "select count(*) from (select event_id from ticket_events "
    "group by event_id having count(*) = 2)",
}


def counted(files: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = files.execute(sql).fetchone()
    assert row
    return int(row[0])


@pytest.mark.parametrize("kind", COUNTS)
def test_the_mess_is_in_the_files(
    files: duckdb.DuckDBPyConnection, summary: SimulationSummary, kind: str
) -> None:
    assert summary.mess["acme_europe"][kind] == counted(files, COUNTS[kind]) > 0


def test_rows_are_what_the_summary_says(
    files: duckdb.DuckDBPyConnection, summary: SimulationSummary
) -> None:
    by_hand = {"tickets": 4, "messages": 4, "ticket_events": 2}
    by_hand |= dict.fromkeys(("calls", "surveys", "work_sessions"), 1)
    for table, rows in summary.rows["acme_europe"].items():
        assert counted(files, f"select count(*) from {table}") == rows - by_hand.get(table, 0)
    assert counted(files, "select count(distinct ticket_id) from tickets") == CONTACTS
    # Five messages and about three events a contact.
    assert 4.8 < counted(files, "select count(distinct message_id) from messages") / CONTACTS < 5.2
    assert 2.8 < counted(files, "select count(*) from ticket_events") / CONTACTS < 3.6


def test_there_are_chains_of_merges_and_no_cycle(
    files: duckdb.DuckDBPyConnection, summary: SimulationSummary
) -> None:
    merges = dict(
        files.execute(
            "select distinct ticket_id, merged_into_ticket_id from tickets "
            "where merged_into_ticket_id is not null"
        ).fetchall()
    )
    chains = {ticket for ticket, into in merges.items() if into in merges}
    assert len(chains) >= summary.mess["acme_europe"]["merge_chains"] >= 12
    for start in merges:
        seen, ticket = [start], merges[start]
        while ticket in merges:
            assert ticket not in seen
            seen.append(ticket)
            ticket = merges[ticket]


def test_some_contacts_are_still_open_and_status_agrees_with_the_last_event(
    files: duckdb.DuckDBPyConnection,
) -> None:
    statuses = files.execute(
        """
        with latest as (
            select ticket_id, arg_max(new_value, (occurred_at, event_id::bigint)) as status
            from ticket_events
            where field = 'status'
            group by ticket_id
        )

        select tickets.status, coalesce(latest.status, 'new'), count(*)
        from tickets
        left join latest using (ticket_id)
        where tickets.status <> 'deleted'
        group by all
        """
    ).fetchall()
    assert all(own == latest for own, latest, _ in statuses)
    assert {own for own, _, _ in statuses} == {
        *("new", "open", "pending", "on_hold", "solved", "closed", "spam")
    }
    assert counted(files, "select count(*) from tickets where status = 'deleted'") > 0


def test_some_people_are_known_in_two_accounts_by_differently_written_addresses(
    files: duckdb.DuckDBPyConnection,
) -> None:
    both = counted(
        files,
        "select count(*) from (select lower(trim(email)) from customers where email is not null "
        "group by all having count(*) > 1 and count(distinct email) > 1)",
    )
    assert both > 10


def test_bodies_hold_what_breaks_careless_readers(tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("bodies")
    simulate(out, 3_000, 30, 1, connections=2)
    bodies = [
        body
        for (body,) in duckdb.sql(
            f"select body from read_parquet('{out}/*/messages/export-0*.parquet')"
        ).fetchall()
    ]
    for odd in ("", "\n", '"', "'", "😡", "أ", "ה"):
        assert any(body == odd if not odd else odd in body for body in bodies), odd
