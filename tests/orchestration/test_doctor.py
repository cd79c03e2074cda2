from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.doctor import Finding, examine
from orchestration.warehouse import writer_lock


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "landing" / "desk").mkdir(parents=True)
    (tmp_path / "landing" / "desk" / "connection.yml").write_text("type: helpdesk\n")
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
