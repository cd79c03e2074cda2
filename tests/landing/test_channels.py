"""Words for channels: what a connection.yml maps, what the seeds map, and how they are typed."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.config import PROJECT, Settings
from orchestration.landing.seeds import seed_faults
from tests.landing.desk import HEADER, MESSAGES, Desk, only
from tests.warehouse import harness

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
FORUM = HEADER + "t1,Shop-Forum Beta ,2026-01-05T09:00:00Z\n"
MAPPED = 'type: helpdesk\nchannels:\n  " shop-forum BETA": Portal\n  email: chat\n'


def channels(settings: Settings) -> list[tuple[str, str, str]]:
    """Load, build, and return what became of each ticket's word."""
    harness.loaded_everything(harness.load(settings))
    harness.build(settings, "+int_tickets")
    rows = harness.query(
        settings,
        "select connection, ticket_id, channel from intermediate.int_tickets order by all",
    )
    return [tuple(row.values()) for row in rows]


def test_a_connection_maps_its_own_words_until_it_no_longer_does(tmp_path: Path) -> None:
    settings = harness.settings_below(tmp_path, as_of=AS_OF)
    for name, yml in (("acme", MAPPED), ("beta", "type: helpdesk\n")):
        folder = settings.landing / name
        folder.mkdir(parents=True)
        (folder / "connection.yml").write_text(yml)
        (folder / "tickets.csv").write_text(FORUM + "t2,email,2026-01-05T09:00:00Z\n")
        (folder / "messages.csv").write_text(MESSAGES)
    assert channels(settings) == [
        ("acme", "t1", "portal"),
        ("acme", "t2", "chat"),
        ("beta", "t1", "unmapped"),
        ("beta", "t2", "email"),
    ]
    (settings.landing / "acme" / "connection.yml").write_text("type: helpdesk\n")
    assert channels(settings)[:2] == [("acme", "t1", "unmapped"), ("acme", "t2", "email")]


def test_a_warehouse_from_before_there_were_such_words_goes_on(desk: Desk) -> None:
    desk.load()
    desk.database.execute("drop table quality.connection_channels")
    desk.write("connection.yml", MAPPED)
    desk.load()
    assert desk.rows("select channel from quality.connection_channels order by 1") == [
        ("chat",),
        ("portal",),
    ]


def test_a_word_that_the_connection_maps_is_not_called_unknown(desk: Desk) -> None:
    desk.write("tickets.csv", FORUM)
    assert "`channels:` in connection.yml" in only(desk.load(), "unknown_channel").text
    desk.write("connection.yml", MAPPED)
    desk.write("tickets.csv", FORUM + "t2,email,2026-01-05T09:00:00Z\n")
    assert [m for m in desk.load().messages if m.code == "unknown_channel"] == []


def test_a_connection_that_cannot_be_read_keeps_its_words(desk: Desk) -> None:
    desk.write("connection.yml", MAPPED)
    desk.load()
    desk.write("connection.yml", "type: help desk\n")
    desk.load()
    assert desk.rows("select count(*) from quality.connection_channels") == [(2,)]


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("channels: {forum: portl}", ["'forum' to 'portl'", "did you mean portal?", "whatsapp"]),
        ("channels: {forum: [chat]}", ["'forum' to ['chat']"]),
        ("channels: [forum]", ["no mapping"]),
        ("channels: {7: chat}", ["the word 7", "quotes"]),
        ("channels: {yes: chat}", ["the word True", "quotes"]),
        ("channels: {Forum: chat, ' forum': portal}", ["twice", "to chat and to portal"]),
    ],
)
def test_words_that_cannot_be_used_refuse_their_connection(
    desk: Desk, setting: str, words: list[str]
) -> None:
    desk.write_connection("beta", f"type: helpdesk\n{setting}")
    message = only(desk.load(), "connection_channels")
    assert (message.severity, message.connection) == ("error", "beta")
    assert "connection.yml: `channels:`" in message.text
    for word in words:
        assert word in message.text
    assert desk.raw("tickets", "connection") == [("acme",)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with the project's own seeds, to which a test adds rows."""
    shutil.copytree(PROJECT / "seeds", tmp_path / "seeds")
    return tmp_path


def test_the_seeds_as_they_come_have_no_faults(project: Path) -> None:
    assert seed_faults(project) == []


def test_case_and_blanks_in_the_seed_are_no_fault(project: Path) -> None:
    aliases = project / "seeds" / "channel_aliases.csv"
    aliases.write_text(aliases.read_text() + "*,Shop-Forum Beta, Portal\n* , Facebook,facebook\n")
    assert seed_faults(project) == []


@pytest.mark.parametrize(
    ("seed", "row", "words"),
    [
        (
            "channel_aliases",
            "*, Facebook,portal",
            ["'Facebook'", "portal here", "facebook in line 2"],
        ),
        ("channel_aliases", "*,shop beta,portl", ["'portl'", "did you mean portal?", "viber"]),
        (
            "channel_aliases",
            "zendesk,shop beta,portal",
            ["source_type is 'zendesk'", "fivetran_zendesk"],
        ),
        ("channel_aliases", "*,,portal", ["raw_value is empty"]),
        ("channel_schedules", ",mail,office", ["channel is 'mail'", "email"]),
        ("channel_schedules", ",chat,", ["schedule_id is empty"]),
        ("channel_schedules", "acme ,chat,office", ["connection is 'acme '", "blanks"]),
        ("schedules", ",office,CEST,1,09:00,17:00,,", ["time_zone is 'CEST'", "Europe/Berlin"]),
        ("schedules", ",office,UTC,0,09:00,17:00,,", ["weekday is '0'"]),
        ("schedules", ",office,UTC,1,9h,17:00,,", ["opens_at is '9h'"]),
        ("schedules", ",office,UTC,1,09:00,17:00,2026-02-01,2026-01-01", ["valid_to lies before"]),
        ("holidays", ",office,2026-02-30,2026-03-01,x", ["starts_on is '2026-02-30'"]),
        ("holidays", ",office,2026-02-03,,x", ["ends_on is ''"]),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_mend(
    project: Path, seed: str, row: str, words: list[str]
) -> None:
    path = project / "seeds" / f"{seed}.csv"
    line = len(path.read_text().splitlines()) + 1
    path.write_text(path.read_text() + row + "\n")
    (fault,) = seed_faults(project)
    assert fault.startswith(f"seeds/{seed}.csv, line {line}: ")
    for word in words:
        assert word in fault


def test_two_default_schedules_of_one_channel_are_named(project: Path) -> None:
    path = project / "seeds" / "channel_schedules.csv"
    path.write_text(path.read_text() + ",chat,office\n,chat,night\n")
    (fault,) = seed_faults(project)
    assert fault.startswith("seeds/channel_schedules.csv, line 3: ")
    assert "line 2" in fault
