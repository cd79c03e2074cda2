from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration.gates.definition import Check, gated_raw_tables, read_checks
from orchestration.gates.profile import before_all_data, read_rows
from orchestration.gates.validation import GateError, GateProcess, Outcome
from orchestration.landing.books import create_books
from orchestration.landing.raw import create_raw_tables

AS_OF = datetime.fromisoformat("2026-06-30T12:00:00")
TICKETS = "raw_helpdesk.tickets"


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_raw_tables(connection)
        create_books(connection)
        yield connection


def _load(
    warehouse: duckdb.DuckDBPyConnection,
    tickets: int,
    *,
    load: int = 1,
    newest: datetime = AS_OF,
    minutes_apart: int = 10,
    loaded_at: datetime = AS_OF,
    requesters: bool = True,
) -> None:
    """Load tickets that were created one after the other, the last of them at `newest`."""
    warehouse.execute(
        f"""
        insert into {TICKETS} by name
        select
            'desk' as connection, $load as load_id, 'tickets.csv' as source_file,
            range + 1 as row_number, concat($load, '-', range) as ticket_id, 'email' as channel,
            $newest - to_minutes($minutes_apart * range) as created_at,
            case when $requesters then 'ann' end as requester_id
        from range($tickets)
        """,
        {
            "load": load,
            "tickets": tickets,
            "newest": newest,
            "minutes_apart": minutes_apart,
            "requesters": requesters,
        },
    )
    _enter(warehouse, load=load, read=tickets, loaded=tickets, loaded_at=loaded_at)


def _enter(
    warehouse: duckdb.DuckDBPyConnection,
    *,
    load: int = 1,
    read: int,
    loaded: int,
    loaded_at: datetime = AS_OF,
) -> None:
    warehouse.execute(
        "insert into quality.row_ledger by name select 'desk' as connection,"
        " 'tickets' as table_name, 'tickets.csv' as source_file, $load as load_id,"
        " $read as rows_read, $loaded as rows_loaded, $read - $loaded as rows_rejected,"
        " 'helpdesk' as source_type, 'run' as run_id, $loaded_at as loaded_at",
        {"load": load, "read": read, "loaded": loaded, "loaded_at": loaded_at},
    )


def _profile(warehouse: duckdb.DuckDBPyConnection, column: str) -> float | None:
    values = read_rows(warehouse, TICKETS, "profile", AS_OF)[column].tolist()
    assert len(values) == 1
    return None if math.isnan(values[0]) else values[0]


def _failed(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.check.name: outcome.observed for outcome in outcomes if not outcome.success}


def test_a_last_week_like_those_before_has_a_ratio_of_one(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    # 144 tickets a day for 35 days and more: every week has 1,008.
    _load(warehouse, 6_000)
    assert _profile(warehouse, "weekly_volume_ratio") == 1
    assert _profile(warehouse, "weekly_volume_ratio_of_large") == 1


def test_a_volume_that_stopped_is_an_error(
    gates: GateProcess, warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    # Four weeks of 1,008 tickets end 8 days ago; one straggler is all that has come since.
    _load(warehouse, 6_000, newest=AS_OF - timedelta(days=8))
    _load(warehouse, 1, load=2)
    assert _profile(warehouse, "weekly_volume_ratio_of_large") == pytest.approx(1 / 1008)
    checks = [check for check in read_checks("raw") if check.table == TICKETS]
    failed = _failed(gates.validate(warehouse, checks, AS_OF, tmp_path))
    assert set(failed) == {"weekly_volume_stopped", "weekly_volume"}
    assert failed["weekly_volume_stopped"] == '{"desk": 0.000992}'


def test_a_whole_export_every_night_is_counted_by_its_keys(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    _load(warehouse, 6_000)
    warehouse.execute(
        f"insert into {TICKETS} by name select * replace (2 as load_id) from {TICKETS}"
    )
    assert _profile(warehouse, "weekly_volume_ratio") == 1


def test_few_rows_are_not_judged(warehouse: duckdb.DuckDBPyConnection) -> None:
    _load(warehouse, 1)
    for column in ("weekly_volume_ratio", "weekly_volume_ratio_of_large", "null_rate_rise"):
        assert _profile(warehouse, column) is None
    assert _profile(warehouse, "days_later_than_usual") == 0


def test_an_export_of_the_past_is_not_late(warehouse: duckdb.DuckDBPyConnection) -> None:
    _load(warehouse, 200, newest=AS_OF - timedelta(days=3_000))
    assert _profile(warehouse, "days_later_than_usual") is None


def test_a_live_feed_is_late_against_its_own_habit(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    # Loaded ten days ago, with rows of that very morning: six hours late by habit.
    ten_days_ago = AS_OF - timedelta(days=10)
    _load(warehouse, 200, newest=ten_days_ago - timedelta(hours=6), loaded_at=ten_days_ago)
    assert _profile(warehouse, "days_later_than_usual") == pytest.approx(10)


def test_a_column_that_was_renamed_shows_as_a_rise_of_nulls(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    _load(warehouse, 200)
    _load(warehouse, 200, load=2, requesters=False)
    profile = read_rows(warehouse, TICKETS, "profile", AS_OF)
    assert profile["null_rate_rise"].tolist() == [1.0]
    assert profile["null_rate_column"].tolist() == ["requester_id"]


def test_one_ticket_passes_the_whole_raw_gate(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _load(warehouse, 1)
    gates = GateProcess()
    outcomes = gates.validate(warehouse, read_checks("raw"), AS_OF, tmp_path / "docs")
    assert gates.end() == []
    assert _failed(outcomes) == {}
    assert len(outcomes) == len(read_checks("raw"))
    assert (tmp_path / "docs" / "index.html").exists()


def test_pages_that_cannot_be_written_are_told_of_and_stop_nothing(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _load(warehouse, 1)
    (tmp_path / "file").touch()
    checks = [check for check in read_checks("raw") if check.table == TICKETS]
    gates = GateProcess()
    for docs in (tmp_path / "file" / "docs", tmp_path / "docs"):
        assert len(gates.validate(warehouse, checks, AS_OF, docs)) == len(checks)
    (problem,) = gates.end()
    assert problem.startswith(f"{tmp_path / 'file' / 'docs'} could not be written: ")
    assert (tmp_path / "docs" / "index.html").exists()


def test_a_process_that_ended_is_no_verdict(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    gates = GateProcess()
    gates._process.kill()
    with pytest.raises(GateError, match="ended by itself; run again"):
        gates.validate(warehouse, read_checks("raw"), AS_OF, tmp_path)
    assert gates.end() == []


def test_mostly_rejected_rows_are_an_error(
    gates: GateProcess, warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _enter(warehouse, read=200, loaded=80)
    checks = [check for check in read_checks("raw") if check.table == "quality.row_ledger"]
    assert _failed(gates.validate(warehouse, checks, AS_OF, tmp_path)) == {
        "rejected_rows_of_all": '{"desk": 0.6}',
        "rejected_rows": '{"desk": 0.6}',
    }


def test_a_column_missing_from_a_raw_table_is_an_error(
    gates: GateProcess, warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _load(warehouse, 1)
    warehouse.execute(f"alter table {TICKETS} drop column tier")
    checks = [
        check for check in read_checks("raw") if check.table == TICKETS and check.name == "schema"
    ]
    assert set(_failed(gates.validate(warehouse, checks, AS_OF, tmp_path))) == {"schema"}


def test_a_check_that_cannot_be_evaluated_is_no_verdict(
    gates: GateProcess, warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _load(warehouse, 1)
    broken = Check(
        name="broken",
        table=TICKETS,
        rows="profile",
        severity="error",
        expectation="ExpectColumnValuesToBeBetween",
        arguments={"column": "no_such_column", "max_value": 1},
        reason="",
    )
    with pytest.raises(GateError, match="the check broken of"):
        gates.validate(warehouse, [broken], AS_OF, tmp_path)


def test_every_check_has_a_reason_and_a_name_of_its_own() -> None:
    checks = [*read_checks("raw"), *read_checks("built")]
    assert all(check.reason and check.severity in ("error", "warn") for check in checks)
    assert len({(check.table, check.name) for check in checks}) == len(checks)


def test_every_mandatory_table_is_gated() -> None:
    assert set(gated_raw_tables()) == {
        "raw_fivetran_intercom.conversation_history",
        "raw_fivetran_intercom.conversation_part_history",
        "raw_fivetran_zendesk.ticket",
        "raw_fivetran_zendesk.ticket_comment",
        "raw_helpdesk.messages",
        "raw_helpdesk.tickets",
        "raw_twitter.tweets",
    }


def test_an_as_of_before_all_data_is_said_to_be_the_cause(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert before_all_data(warehouse, AS_OF) is None
    _load(warehouse, 2, minutes_apart=60)
    assert before_all_data(warehouse, AS_OF - timedelta(minutes=60)) is None
    said = before_all_data(warehouse, AS_OF - timedelta(minutes=61))
    assert said
    assert "as_of is 2026-06-30 10:59 UTC" in said
    assert "begins on 2026-06-30 11:00" in said
    assert "--as-of" in said
