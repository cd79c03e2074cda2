"""The same arguments give the same files, in every format, and nobody's folder is harmed."""

import hashlib
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.simulator import SimulationError, simulate, worker
from orchestration.simulator.simulation import FileFormat

DAYS = 120
CHUNK = 400
"""Small, so that a small simulation has several files of each table."""


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "CHUNK", CHUNK)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_on_any_thread_count(tmp_path: Path) -> None:
    first = simulate(tmp_path / "a", 1_000, DAYS, 1, connections=3, threads=1)
    second = simulate(tmp_path / "b", 1_000, DAYS, 1, connections=3, threads=2)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert (first.rows, first.mess, first.malformed) == (
        second.rows,
        second.mess,
        second.malformed,
    )
    assert len(list((tmp_path / "a/acme_europe/tickets").glob("export-0*.parquet"))) == 2


def test_another_seed_gives_other_contacts(tmp_path: Path) -> None:
    simulate(tmp_path / "a", 300, DAYS, 1, connections=1)
    simulate(tmp_path / "b", 300, DAYS, 2, connections=1)
    first, second = digests(tmp_path / "a"), digests(tmp_path / "b")
    changed = {name.split("/")[1] for name in first if first[name] != second.get(name)}
    assert {"tickets", "messages", "ticket_events", "customers", "calls"} <= changed


def test_chunks_do_not_change_what_is_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulate(tmp_path / "pieces", 600, DAYS, 1, connections=1)
    monkeypatch.setattr(worker, "CHUNK", 10_000)
    simulate(tmp_path / "whole", 600, DAYS, 1, connections=1)
    for table in ("tickets", "messages", "surveys", "customers"):
        read = "from read_parquet('{}/acme_europe/{}/*.parquet')"
        pieces, whole = (read.format(tmp_path / name, table) for name in ("pieces", "whole"))
        assert duckdb.sql(f"({pieces}) except all ({whole})").fetchall() == []
        assert duckdb.sql(f"({whole}) except all ({pieces})").fetchall() == []


@pytest.mark.parametrize("file_format", ["csv", "jsonl"])
def test_every_format_holds_the_same_rows(tmp_path: Path, file_format: FileFormat) -> None:
    simulate(tmp_path / "parquet", 300, DAYS, 1, connections=1)
    summary = simulate(tmp_path / "other", 300, DAYS, 1, file_format, connections=1)
    reader = {"csv": "read_csv", "jsonl": "read_json"}[file_format]
    for table in summary.rows["acme_europe"]:
        parquet = f"read_parquet('{tmp_path}/parquet/acme_europe/{table}/*.parquet')"
        columns = duckdb.sql(f"describe from {parquet}").fetchall()
        types = ", ".join(f"{name}: '{type_}'" for name, type_, *_ in columns)
        files = f"{tmp_path}/other/acme_europe/{table}/export*.{file_format}"
        other = f"from {reader}('{files}', columns = {{{types}}})"
        # A CSV file has one way to write an empty text and none at all.
        texts = ", ".join(
            f"nullif({name}, '') as {name}" for name, type_, *_ in columns if type_ == "VARCHAR"
        )
        shown = f"select * replace ({texts})"
        assert duckdb.sql(f"({shown} {other}) except all ({shown} from {parquet})").fetchall() == []
        assert duckdb.sql(f"({shown} from {parquet}) except all ({shown} {other})").fetchall() == []


def test_everything_happens_within_the_days(tmp_path: Path) -> None:
    simulate(tmp_path, 300, DAYS, 1, last_day=date(2024, 3, 31), connections=1)
    for table, instants in {
        "tickets": ("created_at", "updated_at"),
        "messages": ("sent_at", "edited_at"),
        "ticket_events": ("occurred_at",),
        "calls": ("queued_at", "answered_at", "abandoned_at"),
        "work_sessions": ("started_at", "ended_at"),
        "surveys": ("offered_at", "responded_at"),
    }.items():
        files = f"read_parquet('{tmp_path}/acme_europe/{table}/*.parquet')"
        for instant in instants:
            row = duckdb.sql(f"select min({instant})::date, max({instant})::date from {files}")
            first, last = row.fetchone() or (None, None)
            assert first is None or date(2023, 12, 3) <= first <= last <= date(2024, 3, 31)


def test_an_earlier_simulation_is_replaced_and_other_folders_stay(tmp_path: Path) -> None:
    simulate(tmp_path, 600, DAYS, 1)
    (tmp_path / "notes").mkdir()
    simulate(tmp_path, 100, DAYS, 1, connections=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["acme_europe", "notes"]
    assert len(list((tmp_path / "acme_europe/tickets").glob("export-0*"))) == 1


def test_a_folder_of_the_same_name_that_is_not_simulated_is_left_alone(tmp_path: Path) -> None:
    configuration = tmp_path / "acme_americas" / "connection.yml"
    configuration.parent.mkdir()
    configuration.write_text("type: helpdesk\n")
    with pytest.raises(SimulationError, match="the connection acme_americas, which no simulation"):
        simulate(tmp_path, 100, DAYS, 1)
    assert configuration.exists()
    assert not (tmp_path / "acme_europe").exists()


def test_nothing_is_simulated_beside_a_real_connection(tmp_path: Path) -> None:
    simulate(tmp_path, 100, DAYS, 1)
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "connection.yml").write_text("type: helpdesk\n")
    with pytest.raises(SimulationError, match=r"the connection desk, .*another folder"):
        simulate(tmp_path, 100, DAYS, 2)
    (desk / "connection.yml").unlink()
    simulate(tmp_path, 100, DAYS, 2)


@pytest.mark.parametrize(
    ("contacts", "days", "connections", "thing"),
    [
        (0, 30, 1, "contacts is 0: give a number from 10"),
        (10**10, 30, 1, "contacts is 10000000000"),
        (100, 0, 1, "days is 0: give a number from 1 to 3650"),
        (100, 30, 4, "connections is 4"),
    ],
)
def test_nonsense_is_refused_with_what_to_give_instead(
    tmp_path: Path, contacts: int, days: int, connections: int, thing: str
) -> None:
    with pytest.raises(SimulationError, match=thing):
        simulate(tmp_path, contacts, days, 1, connections=connections)


def test_a_single_sunday_has_all_its_contacts(tmp_path: Path) -> None:
    # No office is open on it: the quota of the open hours must not be lost.
    summary = simulate(tmp_path, 100, 1, 1, last_day=date(2025, 6, 29), connections=1)
    tickets = duckdb.sql(
        f"select count(distinct ticket_id) from '{tmp_path}/acme_europe/tickets/*.parquet'"
    ).fetchone()
    assert tickets == (100,)
    assert summary.rows["acme_europe"]["tickets"] >= 104
