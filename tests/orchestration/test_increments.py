"""What the last build left decides whether the next one may compute only what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.config import Settings
from orchestration.increments import FullBuild, Since, begin_build, complete_build
from orchestration.landing.books import create_books
from orchestration.repair import Repair
from tests.warehouse.harness import settings_below

AS_OF = datetime(2026, 6, 30, tzinfo=UTC)


def _node(name: str, materialized: str, **meta: bool) -> dict[str, Any]:
    return {"name": name, "config": {"materialized": materialized, "meta": meta}}


# Costs reach a mart that is replaced by period, prices one that is built whole; of rates it is
# known what a changed row touches.
MANIFEST = {
    "nodes": {
        "seed.costs": _node("costs", "seed"),
        "seed.prices": _node("prices", "seed"),
        "seed.rates": _node("rates", "seed", changes_are_scoped=True),
        "model.days": _node("days", "table"),
        "model.months": _node("months", "incremental"),
        "model.offers": _node("offers", "table"),
        "test.costs": _node("costs_are_positive", "test"),
    },
    "child_map": {
        "seed.costs": ["test.costs", "model.days"],
        "seed.prices": ["model.offers"],
        "seed.rates": ["model.months"],
        "model.days": ["model.months"],
        "model.months": [],
        "model.offers": ["exposure.report"],
        "test.costs": [],
    },
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    project = tmp_path / "project"
    (project / "seeds").mkdir(parents=True)
    for seed in ("costs", "prices", "rates"):
        (project / "seeds" / f"{seed}.csv").write_text("amount\n1\n", encoding="utf-8")
    (project / "seeds" / "seeds.yml").write_text("types", encoding="utf-8")
    return replace(settings_below(tmp_path, as_of=AS_OF), project=project)


@pytest.fixture
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_books(connection)
        _load(connection, "acme", 7)
        yield connection


def _load(connection: duckdb.DuckDBPyConnection, name: str, load_id: int) -> None:
    connection.execute(
        "insert into quality.row_ledger by name select ? as connection, ? as load_id,"
        " 'tickets' as table_name, 'helpdesk' as source_type, 'tickets.csv' as source_file,"
        " 'x' as content_hash, 1 as file_size_bytes, 'r' as run_id, now() as loaded_at,"
        " 1 as rows_read, 1 as rows_loaded, 0 as rows_rejected",
        [name, load_id],
    )


def _build(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    *,
    full_refresh: bool = False,
    is_partial: bool = False,
    is_complete: bool = True,
) -> Since | FullBuild:
    answer = begin_build(
        connection, settings, MANIFEST, full_refresh=full_refresh, is_partial=is_partial
    )
    if is_complete:
        complete_build(connection)
    return answer


def test_the_first_build_is_a_full_one(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    assert _build(warehouse, settings) == FullBuild("no build before it was complete")


def test_what_is_newer_than_the_last_complete_build_has_changed(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    _build(warehouse, settings)
    _load(warehouse, "acme", 9)
    later = replace(settings, as_of=AS_OF + timedelta(days=1))
    assert _build(warehouse, later) == Since(7, AS_OF)
    assert _build(warehouse, later) == Since(9, AS_OF + timedelta(days=1))


def test_a_repair_is_told_to_the_build_beside_what_has_changed(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    repair = Repair(("acme", "beta"), (date(2026, 1, 1), date(2026, 1, 31)))
    _build(warehouse, settings)
    since = begin_build(
        warehouse, settings, MANIFEST, full_refresh=False, is_partial=False, repair=repair
    )
    assert isinstance(since, Since)
    assert since.environment() == {
        "SUPPORTMART_SINCE_LOAD": "7",
        "SUPPORTMART_SINCE": "2026-06-30T00:00:00Z",
        "SUPPORTMART_CHANGED_SEEDS": "",
        "SUPPORTMART_REPAIR_CONNECTIONS": "acme,beta",
        "SUPPORTMART_REPAIR_FROM": "2026-01-01",
        "SUPPORTMART_REPAIR_TO": "2026-01-31",
    }


def test_a_new_connection_is_a_change_like_any_other(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    _build(warehouse, settings)
    _load(warehouse, "beta", 8)
    assert _build(warehouse, settings) == Since(7, AS_OF)


def test_after_a_build_that_did_not_end_the_next_one_is_full(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    _build(warehouse, settings)
    assert isinstance(_build(warehouse, settings, is_complete=False), Since)
    assert _build(warehouse, settings) == FullBuild("no build before it was complete")


def test_after_a_build_of_chosen_models_the_next_one_is_full(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    _build(warehouse, settings)
    chosen = _build(warehouse, settings, is_partial=True, is_complete=False)
    assert chosen == FullBuild("only some models were chosen")
    assert isinstance(_build(warehouse, settings), FullBuild)


def test_a_full_refresh_can_be_asked_for(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    _build(warehouse, settings)
    asked = _build(warehouse, settings, full_refresh=True)
    assert asked == FullBuild("a full refresh was asked for")


def _write_seed(settings: Settings, seed: str, text: str) -> None:
    (settings.project / "seeds" / f"{seed}.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("seed", ["prices", "rates", "forecasts"])
def test_rows_of_a_seed_that_no_kept_row_rests_on_may_change(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings, seed: str
) -> None:
    _build(warehouse, settings)
    _write_seed(settings, seed, "amount\n2\n")
    since = _build(warehouse, settings)
    assert since == Since(7, AS_OF, changed_seeds=(seed,))
    assert since.environment()["SUPPORTMART_CHANGED_SEEDS"] == seed
    assert _build(warehouse, settings) == Since(7, AS_OF)


def test_a_seed_of_the_last_build_that_is_gone_has_changed(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    _build(warehouse, settings)
    (settings.project / "seeds" / "costs.csv").unlink()
    assert _build(warehouse, settings) == FullBuild("seeds/costs.csv has changed")


def test_a_warehouse_whose_last_build_noted_no_seeds_is_read(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    _build(warehouse, settings)
    warehouse.execute("alter table quality.last_build drop column seeds")
    assert isinstance(_build(warehouse, settings), FullBuild)


def _back_in_time(_: duckdb.DuckDBPyConnection, settings: Settings) -> Settings:
    return replace(settings, as_of=AS_OF - timedelta(days=1))


def _recoded(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Settings:
    connection.execute("update quality.last_build set code_version = 'what it was'")
    return settings


def _repriced(_: duckdb.DuckDBPyConnection, settings: Settings) -> Settings:
    _write_seed(settings, "costs", "amount\n2\n")
    return settings


def _elsewhere(_: duckdb.DuckDBPyConnection, settings: Settings) -> Settings:
    return replace(settings, time_zone="Asia/Kathmandu")


def _removed(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Settings:
    connection.execute("delete from quality.row_ledger where connection = 'acme'")
    _load(connection, "beta", 8)
    return settings


def _mapped(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Settings:
    connection.execute("insert into quality.connection_channels values ('acme', 'dm', 'chat')")
    return settings


def _erased(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Settings:
    connection.execute("create table quality.erasures as select 'acme' as connection")
    return settings


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_back_in_time, "as_of lies before the last build's, 2026-06-30 00:00:00"),
        (_recoded, "the project's models or programs have changed"),
        (_repriced, "seeds/costs.csv has changed"),
        (_elsewhere, "the reporting time zone has changed"),
        (_removed, "a connection was removed"),
        (_mapped, "what a connection.yml says about channels has changed"),
        (_erased, "a person was erased"),
    ],
)
def test_what_no_new_row_tells_of_makes_the_build_a_full_one(
    warehouse: duckdb.DuckDBPyConnection,
    settings: Settings,
    change: Callable[[duckdb.DuckDBPyConnection, Settings], Settings],
    reason: str,
) -> None:
    _build(warehouse, settings)
    assert _build(warehouse, change(warehouse, settings)) == FullBuild(reason)
