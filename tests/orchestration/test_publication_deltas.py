"""A file that was brought up to date equals one that was written anew."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.publication import PublicationError, changes
from orchestration.publication.files import building_of, spare_of
from tests.orchestration.publication_desk import CONTACT, Desk, published_desk

READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
sys.stdin.readline()
print(connection.execute("select max(replies) from core.contacts").fetchone()[0])
"""

CRASH = """
import os, sys, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("update core.messages set length = 0")
os._exit(0)
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return published_desk(tmp_path)


def _inode(path: Path) -> int:
    return path.stat().st_ino


def test_nights_in_turn_bring_the_file_before_last_up_to_date(desk: Desk) -> None:
    desk.change(1, "2025-02-27")
    desk.publish()
    for contact in range(2, 6):
        before_last = _inode(spare_of(desk.serving))
        # The last day of a month: the next one shows it as the period before.
        desk.change(contact, "2025-01-31")
        desk.publish()
        assert _inode(desk.serving) == before_last


def test_a_build_that_was_not_published_is_made_up_for(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    desk.change(2, "2025-01-11")
    desk.change(3, "2025-01-12")
    desk.publish()


def test_the_first_night_after_a_full_build_finds_a_spare(desk: Desk) -> None:
    assert desk.is_written_anew()
    spare = _inode(spare_of(desk.serving))
    desk.change(1, "2025-01-10")
    desk.publish()
    assert _inode(desk.serving) == spare


def test_a_spare_that_cannot_be_made_is_no_failure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_is_full(*_: Any) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("orchestration.publication.files.shutil.copyfile", disk_is_full)
        desk.build(is_full=True)
        desk.publish()
    assert not spare_of(desk.serving).exists()
    desk.change(1, "2025-01-10")
    desk.publish()
    assert spare_of(desk.serving).exists()


def test_only_what_may_have_changed_is_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    digest = changes.rows_digest

    def noted(connection: duckdb.DuckDBPyConnection, source: str) -> Any:
        compared.append(source)
        return digest(connection, source)

    monkeypatch.setattr(changes, "rows_digest", noted)
    desk.change(1, "2025-01-10")
    desk.publish()
    assert not desk.is_written_anew()
    # None of those whose changes are known.
    assert [source for source in compared if "core" in source or "marts" in source] == [
        'select "agent_key", "team" from core."agents"',
        'from building.core."agents"',
    ]


def test_a_full_build_is_published_anew(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    desk.run("update core.messages set length = length + 1")
    desk.build(is_full=True)
    desk.publish()
    assert desk.is_written_anew()


def test_other_code_publishes_anew(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    # As a model would whose SQL is another.
    desk.run("update core.messages set length = length + 1")
    desk.change(2, "2025-01-11")
    desk.publish(code_version="2")
    assert desk.is_written_anew()


def test_rows_that_no_build_told_of_lead_to_a_new_copy(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    desk.run(f"delete from core.contacts where contact_key = {CONTACT.format(99)}")
    desk.change(2, "2025-01-11")
    desk.publish()
    assert desk.is_written_anew()


def test_a_table_that_the_published_file_lacks_leads_to_a_new_copy(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    desk.run("create table quality.row_ledger as select 'tickets.csv' as source_file")
    desk.change(2, "2025-01-11")
    desk.publish()
    assert desk.is_written_anew()


@pytest.mark.parametrize("writer", ["_copy", "bring_up_to_date"])
def test_a_file_with_other_rows_than_were_written_is_not_published(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    desk.change(1, "2025-01-10")
    if writer == "_copy":
        desk.build(is_full=True)
    published = _inode(desk.serving)
    module = sys.modules["orchestration.publication.publish"]
    write = getattr(module, writer)
    monkeypatch.setattr(module, writer, lambda *given: write(*given) | {"core.agents": 51})
    with pytest.raises(PublicationError, match=r"has 50 rows in core\.agents where 51"):
        desk.publish()
    assert _inode(desk.serving) == published


def test_a_file_that_a_reader_keeps_open_is_left_to_it(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(desk.serving)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert reader.stdout
        assert reader.stdout.readline() == "open\n"
        seen = _inode(desk.serving)
        for contact in (2, 3):
            desk.change(contact, "2025-01-11")
            desk.publish()
        assert _inode(desk.serving) != seen
        # Contact 1 was given 101 in the first of these nights; later ones gave more.
        assert reader.communicate("go\n")[0] == "101\n"
    finally:
        reader.kill()


def test_what_a_crash_left_is_not_read(desk: Desk) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    shutil.copyfile(spare_of(desk.serving), building_of(desk.serving))
    subprocess.run([sys.executable, "-c", CRASH, str(building_of(desk.serving))], check=True)
    assert building_of(desk.serving).with_suffix(".building.wal").exists()
    desk.change(2, "2025-01-11")
    desk.publish()


def test_a_file_full_of_gaps_is_written_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.change(1, "2025-01-10")
    desk.publish()
    monkeypatch.setattr("orchestration.compaction.BYTES_TO_IGNORE", 0)
    monkeypatch.setattr("orchestration.publication.delta.MOST_GROWTH", 0.01)
    desk.change(2, "2025-01-11")
    desk.publish()
    assert desk.is_written_anew()


def test_the_book_of_changes_keeps_what_a_published_file_lacks(desk: Desk) -> None:
    for contact in range(1, 6):
        desk.change(contact, "2025-01-10")
        desk.publish()
    with duckdb.connect(str(desk.warehouse), read_only=True) as connection:
        builds = connection.execute("select build from publication.builds order by 1").fetchall()
        contacts = connection.execute("select count(*) from publication.contacts").fetchone()
    # The file before last holds all up to build 5, the last one build 6.
    assert builds == [(5,), (6,)]
    assert contacts == (2,)
