from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from orchestration.config import Settings
from orchestration.erase import NobodyFoundError, apply_erasures, erase_connection, erase_person
from orchestration.landing import load_landing
from orchestration.warehouse import connect
from tests.warehouse.harness import Connection, Row, query, settings_below, write_landing

AS_OF = datetime.fromisoformat("2026-06-30T00:00:00Z")
CREATED = "2026-03-02T09:00:00Z"


def _desk() -> dict[str, list[Row]]:
    def ticket(ticket_id: str, requester_id: str) -> Row:
        return {
            "ticket_id": ticket_id,
            "channel": "email",
            "created_at": CREATED,
            "subject": f"about {requester_id}",
            "requester_id": requester_id,
        }

    def message(message_id: str, ticket_id: str, kind: str, sender_id: str) -> Row:
        return {
            "message_id": message_id,
            "ticket_id": ticket_id,
            "sent_at": CREATED,
            "sender_kind": kind,
            "sender_id": sender_id,
            "body": f"{sender_id} writes {message_id}",
        }

    return {
        "customers": [
            {"customer_id": "7", "name": "Ann", "email": "Ann@example.com", "segment": "small"},
            {"customer_id": "8", "name": "Bob", "email": "bob@example.com", "segment": "large"},
        ],
        "tickets": [ticket("1", "7"), ticket("2", "8")],
        "messages": [
            message("1", "1", "customer", "7"),
            message("2", "1", "agent", "90"),
            message("3", "2", "customer", "8"),
            message("4", "2", "customer", "7"),
        ],
    }


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = settings_below(tmp_path, as_of=AS_OF)
    write_landing(settings.landing, {name: Connection(_desk()) for name in ("europe", "americas")})
    _load(settings)
    return settings


def _load(settings: Settings) -> None:
    with connect(settings.warehouse) as connection:
        summary = load_landing(settings, connection, "run")
        assert not summary.is_degraded, summary.messages
        apply_erasures(connection)


def _rows(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in query(settings, sql)]


def _pseudonym(settings: Settings, connection: str = "europe") -> str:
    rows = _rows(
        settings, f"select pseudonym from quality.erasures where connection = '{connection}'"
    )
    assert len(rows) == 1
    return str(rows[0][0])


def test_a_person_is_no_longer_in_the_raw_tables(settings: Settings) -> None:
    erase_person(settings, connection="europe", customer="7")
    pseudonym = _pseudonym(settings)
    assert _rows(
        settings,
        "select customer_id, name, email, segment from raw_helpdesk.customers"
        " where connection = 'europe' order by segment desc",
    ) == [(pseudonym, None, None, "small"), ("8", "Bob", "bob@example.com", "large")]
    assert _rows(
        settings,
        "select ticket_id, requester_id, subject from raw_helpdesk.tickets"
        " where connection = 'europe' order by 1",
    ) == [("1", pseudonym, None), ("2", "8", "about 8")]
    # All that was said in their conversation, and what they said in another's.
    assert _rows(
        settings,
        "select message_id, sender_id, body from raw_helpdesk.messages"
        " where connection = 'europe' order by 1",
    ) == [
        ("1", pseudonym, None),
        ("2", "90", None),
        ("3", "8", "8 writes 3"),
        ("4", pseudonym, None),
    ]


def test_what_a_person_said_of_the_service_is_cleared_and_the_rating_is_kept(
    tmp_path: Path,
) -> None:
    settings = settings_below(tmp_path, as_of=AS_OF)

    def change(field_name: str, value: str) -> Row:
        return {"ticket_id": 1, "field_name": field_name, "updated": CREATED, "value": value}

    zendesk: dict[str, list[Row]] = {
        "ticket": [{"id": 1, "created_at": CREATED, "requester_id": 7}],
        "ticket_comment": [{"id": 1, "ticket_id": 1, "created": CREATED, "user_id": 7}],
        "user": [{"id": 7, "role": "end-user", "name": "Ann"}],
        "ticket_field_history": [
            change("satisfaction_comment", "I am Ann of 5 Elm Street"),
            change("satisfaction_score", "bad"),
        ],
    }
    write_landing(settings.landing, {"shop": Connection(zendesk, type="fivetran_zendesk")})
    _load(settings)
    erase_person(settings, connection="shop", customer="7")
    assert _rows(
        settings,
        "select field_name, value from raw_fivetran_zendesk.ticket_field_history order by 1",
    ) == [("satisfaction_comment", None), ("satisfaction_score", "bad")]


def test_the_same_id_in_another_connection_is_another_person(settings: Settings) -> None:
    erase_person(settings, connection="europe", customer="7")
    assert _rows(
        settings,
        "select count(*) from raw_helpdesk.customers"
        " where connection = 'americas' and name is not null",
    ) == [(2,)]


def test_an_email_address_finds_the_person_on_every_connection(settings: Settings) -> None:
    erase_person(settings, email=" ann@EXAMPLE.com ")
    assert _pseudonym(settings, "europe") != _pseudonym(settings, "americas")
    assert _rows(settings, "select distinct name from raw_helpdesk.customers order by 1") == [
        ("Bob",),
        (None,),
    ]


def test_a_later_export_does_not_bring_the_person_back(settings: Settings) -> None:
    erase_person(settings, connection="europe", customer="7")
    pseudonym = _pseudonym(settings)
    desk = _desk()
    desk["tickets"].append({**desk["tickets"][0], "ticket_id": "3"})
    desk["customers"][0]["name"] = "Ann Smith"
    write_landing(settings.landing, {"europe": Connection(desk)})
    _load(settings)
    assert _rows(
        settings, "select count(*) from raw_helpdesk.customers where name like 'Ann%'"
    ) == [(1,)], "the one of the other connection"
    assert _rows(
        settings,
        "select requester_id, subject from raw_helpdesk.tickets where ticket_id = '3'",
    ) == [(pseudonym, None)]
    assert _rows(
        settings,
        "select count(*) from raw_helpdesk.tickets"
        " where connection = 'europe' and requester_id = '7'",
    ) == [(0,)]


def test_what_was_done_names_the_landing_files_that_still_hold_the_person(
    settings: Settings,
) -> None:
    said = "\n".join(erase_person(settings, connection="europe", customer="7"))
    for file in ("customers.csv", "tickets.csv", "messages.csv"):
        assert f"europe/{file}" in said


def test_nobody_by_that_name_is_said(settings: Settings) -> None:
    with pytest.raises(NobodyFoundError, match="the customer 99 in the connection europe"):
        erase_person(settings, connection="europe", customer="99")
    with pytest.raises(NobodyFoundError, match="the e-mail address nobody@"):
        erase_person(settings, email="nobody@example.com")


def test_a_connection_is_removed_as_if_it_had_never_been_loaded(settings: Settings) -> None:
    said = "\n".join(erase_connection(settings, "europe"))
    # 2 customers, 2 tickets and 4 messages.
    assert "removed 8 raw rows" in said
    assert f"{settings.landing / 'europe'} is still there" in said
    for table in ("raw_helpdesk.tickets", "raw_helpdesk.messages", "quality.row_ledger"):
        assert _rows(settings, f"select distinct connection from {table}") == [("americas",)]
    _load(settings)
    assert _rows(
        settings, "select connection, count(*) from raw_helpdesk.tickets group by all order by 1"
    ) == [("americas", 2), ("europe", 2)]


def test_a_person_who_was_erased_stays_so_when_their_connection_comes_back(
    settings: Settings,
) -> None:
    erase_person(settings, connection="europe", customer="7")
    erase_connection(settings, "europe")
    _load(settings)
    assert _rows(
        settings,
        "select name from raw_helpdesk.customers where connection = 'europe' order by all",
    ) == [("Bob",), (None,)]


def test_the_number_of_a_load_is_not_given_twice(settings: Settings) -> None:
    (first,) = _rows(settings, "select max(load_id) from quality.row_ledger")
    erase_connection(settings, "europe")
    erase_connection(settings, "americas")
    _load(settings)
    (second,) = _rows(settings, "select max(load_id) from quality.row_ledger")
    assert second > first


def test_a_connection_that_was_never_loaded_is_said(settings: Settings) -> None:
    with pytest.raises(NobodyFoundError, match="no connection 'asia': it has americas, europe"):
        erase_connection(settings, "asia")


def test_a_connection_whose_folder_is_gone_is_named_every_night(settings: Settings) -> None:
    shutil.rmtree(settings.landing / "europe")
    for _ in range(2):
        with connect(settings.warehouse) as connection:
            messages = load_landing(settings, connection, "run").messages
        (message,) = [m for m in messages if m.code == "connection_removed"]
        assert (message.severity, message.connection) == ("notice", "europe")
        assert "`supportmart erase --connection europe --all`" in message.text
    with connect(settings.warehouse) as connection:
        connection.execute(
            "create schema core; create table core.fct_contacts as"
            " select 'europe' as connection from range(1234)"
        )
        messages = load_landing(settings, connection, "run").messages
    assert "its 1,234 contacts are still counted" in messages[0].text
    erase_connection(settings, "europe")
    with connect(settings.warehouse) as connection:
        assert load_landing(settings, connection, "run").messages == ()


def test_an_empty_landing_folder_does_not_advise_to_erase_everything(settings: Settings) -> None:
    for name in ("europe", "americas"):
        shutil.rmtree(settings.landing / name)
    with connect(settings.warehouse) as connection:
        messages = load_landing(settings, connection, "run").messages
    assert [m.code for m in messages] == ["no_connections"]
