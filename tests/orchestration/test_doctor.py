from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration import doctor
from orchestration.config import Settings
from orchestration.doctor import Finding, examine
from orchestration.landing import load_landing
from orchestration.landing.seeds import SeedRow
from orchestration.warehouse import writer_lock


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    desk = tmp_path / "landing" / "desk"
    desk.mkdir(parents=True)
    (desk / "connection.yml").write_text("type: helpdesk\n")
    for table in ("tickets", "messages"):
        (desk / f"{table}.csv").touch()
    monkeypatch.setenv("SUPPORTMART_LANDING", str(tmp_path / "landing"))
    monkeypatch.setenv("SUPPORTMART_WAREHOUSE", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setenv("SUPPORTMART_SERVING", str(tmp_path / "serving.duckdb"))
    return tmp_path


def _unwell() -> dict[str, Finding]:
    return {finding.subject: finding for finding in examine() if not finding.is_well}


def test_a_fresh_place_with_one_connection_is_well(home: Path) -> None:
    assert _unwell() == {}


def test_an_instant_that_is_none_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTMART_AS_OF", "tomorrow")
    assert "SUPPORTMART_AS_OF" in _unwell()["configuration"].mend


def test_a_landing_folder_that_is_missing_or_empty_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTMART_LANDING", str(home / "elsewhere"))
    assert str(home / "elsewhere") in _unwell()["landing"].mend
    (home / "elsewhere").mkdir()
    assert "connection.yml" in _unwell()["landing"].mend


def test_a_run_that_holds_the_lock_is_named(home: Path) -> None:
    with writer_lock(home / "warehouse.duckdb", 0, print):
        assert "held by process" in _unwell()["lock"].state


def test_a_file_that_is_no_database_is_named(home: Path) -> None:
    (home / "serving.duckdb").write_text("not a database, but long enough to be looked into" * 99)
    assert "move that file away" in _unwell()["configuration"].mend


def test_a_database_that_can_be_read_is_well(home: Path) -> None:
    duckdb.connect(str(home / "serving.duckdb")).close()
    assert _unwell() == {}


def _tells(finding: Finding) -> str:
    return f"{finding.state}: {finding.mend}"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("type: zendesk", "unknown type 'zendesk'"),
        ("type: helpdesk\ntimezone: UTC", "write `time_zone:` if meant"),
        ("type: helpdesk\ncolour: blue", "`colour:`, which nothing reads"),
        ("type: helpdesk\ntime_zone: CEST", "such as Europe/Berlin"),
        ("type: helpdesk\nchannels: {forum: portl}", "did you mean portal?"),
        ("type: helpdesk\nlocation: nowhere", "is no folder"),
    ],
)
def test_a_setting_of_a_connection_that_cannot_be_used_is_named(
    home: Path, settings: str, words: str
) -> None:
    (home / "landing" / "desk" / "connection.yml").write_text(settings)
    finding = _unwell()["connection desk"]
    assert words in _tells(finding)
    assert str(home / "landing" / "desk") in finding.mend


def test_a_folder_without_settings_is_named(home: Path) -> None:
    (home / "landing" / "other").mkdir()
    assert "has no connection.yml" in _unwell()["connection other"].mend


def test_a_mandatory_table_that_no_run_has_loaded_is_named(home: Path) -> None:
    desk = home / "landing" / "desk"
    load_landing(Settings.from_environment(), duckdb.connect(str(home / "warehouse.duckdb")), "run")
    (desk / "messages.csv").unlink()
    assert _unwell() == {}
    (home / "warehouse.duckdb").unlink()
    assert "no file of the mandatory table messages" in _unwell()["connection desk"].mend


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("Tickets.CSV", "write tickets in its name"),
        ("tickets.xlsx", "save the spreadsheet as CSV"),
        ("messages.json", ".jsonl"),
        ("messages.tsv", "end its name in .csv"),
        ("Messages/2026.csv", "write messages in its name"),
        ("tickets/2026.zip", "unpack it"),
    ],
)
def test_a_file_that_is_ignored_for_its_name_is_named(home: Path, name: str, mend: str) -> None:
    path = home / "landing" / "desk" / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    finding = _unwell()["connection desk"]
    assert name in finding.mend
    assert mend in finding.mend


def test_a_file_that_nobody_can_have_meant_for_a_table_is_mentioned_only(home: Path) -> None:
    (home / "landing" / "desk" / "notes.docx").touch()
    assert _unwell() == {}
    assert any("notes.docx" in finding.state for finding in examine())


def test_a_file_in_the_landing_folder_itself_is_named(home: Path) -> None:
    (home / "landing" / "tickets.csv").touch()
    assert str(home / "landing" / "tickets.csv") in _unwell()["landing"].mend


def test_a_variable_that_nothing_reads_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTMART_WAREHOSE", "x")
    assert "set SUPPORTMART_WAREHOUSE" in _unwell()["SUPPORTMART_WAREHOSE"].mend


def test_a_folder_that_cannot_be_written_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTMART_SERVING", "/proc/here/serving.duckdb")
    assert "SUPPORTMART_SERVING" in _unwell()["serving folder"].mend


def test_a_row_of_a_seed_that_cannot_be_used_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "seed_faults", lambda _: ["seeds/a.csv, line 2: mend it"])
    assert _unwell()["seeds"].mend == "seeds/a.csv, line 2: mend it"


def test_a_default_schedule_that_nobody_delivers_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {
        "channel_schedules": [
            SeedRow("channel_schedules", 2 + line, {"channel": "chat", "schedule_id": schedule})
            for line, schedule in enumerate(("office", "delivered", "nights"))
        ],
        "schedules": [SeedRow("schedules", 2, {"schedule_id": "office"})],
    }
    monkeypatch.setattr(doctor, "read_seed", lambda name, _: rows.get(name, []))
    assert _unwell() == {}, "nothing is built yet"
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute(
            "create schema intermediate; create table intermediate.int_schedules as"
            " select 'delivered' as schedule_id"
        )
    finding = _unwell()["seeds"]
    assert "seeds/channel_schedules.csv, line 4: there is no schedule 'nights'" in finding.state
    assert "seeds/schedules.csv" in finding.mend
