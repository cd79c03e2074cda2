from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import compaction
from orchestration.compaction import CompactionError, compact_if_due
from orchestration.warehouse import connect


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of 400,000 rows of which a quarter is left, scattered, and what builds on them.

    That the others are gone stands in the engine's log, as what a night's steps before did.
    """
    monkeypatch.setattr(compaction, "BYTES_TO_IGNORE", 0)
    path = tmp_path / "warehouse.duckdb"
    with connect(path, leaves_log=True) as connection:
        connection.execute(
            """
            create schema staging;
            create schema core;
            create macro staging.as_of() as timestamp '2025-07-01';
            create table core.contacts as
                select range as n, md5(cast(range as varchar)) as word from range(400000);
            comment on table core.contacts is 'One row per contact.';
            create view staging.contacts as
                select *, staging.as_of() as as_of from "warehouse"."core"."contacts";
            checkpoint;
            delete from core.contacts where n % 4 <> 0;
            """
        )
    return path


def _content(path: Path) -> list[Any]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return [
            connection.execute("from core.contacts order by n").fetchall(),
            connection.execute("select count(*), min(as_of) from staging.contacts").fetchall(),
            connection.execute("select table_name, comment from duckdb_tables()").fetchall(),
        ]


def test_a_rewrite_closes_the_gaps_and_changes_nothing_else(warehouse: Path) -> None:
    size, content = warehouse.stat().st_size, _content(warehouse)
    assert compact_if_due(warehouse)
    assert warehouse.stat().st_size < size / 2
    assert _content(warehouse) == content
    assert [path.name for path in warehouse.parent.iterdir()] == ["warehouse.duckdb"]


def test_a_file_without_gaps_is_left_alone(warehouse: Path) -> None:
    compact_if_due(warehouse)
    inode = warehouse.stat().st_ino
    assert not compact_if_due(warehouse)
    assert warehouse.stat().st_ino == inode


def test_a_small_file_is_left_alone_but_for_its_log(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "BYTES_TO_IGNORE", 1_000_000_000)
    assert warehouse.with_name("warehouse.duckdb.wal").exists()
    content = _content(warehouse)
    assert not compact_if_due(warehouse)
    assert _content(warehouse) == content
    assert [path.name for path in warehouse.parent.iterdir()] == ["warehouse.duckdb"]


def test_what_a_crash_left_is_replaced(warehouse: Path) -> None:
    content = _content(warehouse)
    warehouse.with_name("warehouse.duckdb.compacted").write_bytes(b"half a file")
    assert compact_if_due(warehouse)
    assert _content(warehouse) == content


def test_a_rewrite_that_lost_rows_is_not_taken(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = _content(warehouse)
    count = compaction._counts
    monkeypatch.setattr(
        compaction,
        "_counts",
        lambda connection, database: {} if database == "compacted" else count(connection, database),
    )
    with pytest.raises(CompactionError, match=r"warehouse\.duckdb, which stays as it is"):
        compact_if_due(warehouse)
    assert _content(warehouse) == content
