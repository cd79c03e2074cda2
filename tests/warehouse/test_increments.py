"""Nights that compute what has changed leave, together, what a full build makes of it all.

Stories are dealt out over nights in any order: rows come late, twice, before their tickets, and new
versions before older ones; between nights some seeds get other rows. One run of a few nights by
default; set SUPPORTMART_INCREMENT_RUNS (and SUPPORTMART_INCREMENT_STORIES,
SUPPORTMART_INCREMENT_NIGHTS) for more. A run's number is its seed.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.increments import Since
from tests.warehouse.beside import rows_beside
from tests.warehouse.comparison import FORMATS, Tables, tables_of
from tests.warehouse.drawing import draw_stories
from tests.warehouse.drawn_seeds import SeedRows, redrawn
from tests.warehouse.harness import (
    Connection,
    build,
    load,
    loaded_everything,
    project_with_rows,
    query,
    settings_below,
    write_landing,
)
from tests.warehouse.palette import AS_OF
from tests.warehouse.tables import differing_tables

RUNS = int(os.environ.get("SUPPORTMART_INCREMENT_RUNS", "1"))
STORIES = int(os.environ.get("SUPPORTMART_INCREMENT_STORIES", "60"))
NIGHTS = int(os.environ.get("SUPPORTMART_INCREMENT_NIGHTS", "3"))

# How long before the last as_of a night may be; some fall together.
AGES = [timedelta(hours=hours) for hours in (0, 0, 1, 20, 30, 100, 200, 300)]


# It delivers no policies, so that those of the seed are its own.
WITHOUT_POLICIES = "beta"


def nights(number: int) -> Iterator[tuple[datetime, Tables]]:
    """Yield each night's as_of and the rows that arrive before it."""
    chance = random.Random(number)  # noqa: S311
    dealt: list[Tables] = [defaultdict(lambda: defaultdict(list)) for _ in range(NIGHTS)]
    tables = tables_of(draw_stories(number, STORIES))
    for connection, by_table in tables.items():
        beside = rows_beside(by_table, chance)
        if connection == WITHOUT_POLICIES:
            beside["sla_policies"] = beside["ticket_sla"] = []
        for table, rows in [*by_table.items(), *beside.items()]:
            # A connection needs its mandatory tables from the first night on.
            for position, row in enumerate(rows):
                night = 0 if position == 0 else chance.randrange(NIGHTS)
                dealt[night][connection][table].append(row)
    instants = sorted(AS_OF - chance.choice(AGES) for _ in range(NIGHTS))
    yield from zip(instants, dealt, strict=True)


@pytest.mark.parametrize("number", range(RUNS), ids=lambda number: f"run-{number}")
def test_nights_add_up_to_a_full_build(number: int, tmp_path: Path) -> None:
    since = None
    scopes = []
    chance = random.Random(number)  # noqa: S311
    seeds: SeedRows = {}
    for night, (as_of, tables) in enumerate(nights(number)):
        before, seeds = seeds, redrawn(seeds, chance)
        settings = replace(
            settings_below(tmp_path, as_of=as_of.replace(tzinfo=UTC)),
            project=project_with_rows(tmp_path / f"project_{night}", seeds),
        )
        changed = tuple(seed for seed in seeds if before.get(seed) != seeds[seed])
        connections = {
            name: Connection(
                {table: {f"night_{night}": rows} for table, rows in by_table.items()},
                format=FORMATS[name],
            )
            for name, by_table in tables.items()
        }
        write_landing(settings.landing, connections)
        loaded_everything(load(settings))
        since = since and replace(since, changed_seeds=changed)
        build(settings, "+path:models/core", "+path:models/marts", since=since)
        ((loaded,),) = (row.values() for row in query(settings, _LAST_LOAD))
        since = Since(loaded, settings.as_of)
        scopes += [row["contacts"] for row in query(settings, _SCOPE)]
    assert query(settings, _LEFT_OVER) == []
    # What the last night computed is no ground for a whole fact.
    with pytest.raises(AssertionError, match=r"dbt build --select \+fct_turns"):
        build(settings, "fct_turns")
    afresh = tmp_path / "afresh"
    afresh.mkdir()
    shutil.copy(settings.warehouse, afresh / "warehouse.duckdb")
    full = replace(settings_below(afresh, as_of=settings.as_of), project=settings.project)
    build(full, "+path:models/core", "+path:models/marts")
    # The first night builds everything, the others a part.
    assert scopes[0] == 0
    assert all(scopes[1:])
    assert differing_tables(settings, full) == []


_LAST_LOAD = "select max(load_id) from quality.row_ledger"
_SCOPE = "select count(*) as contacts from intermediate.int_scope"
_LEFT_OVER = "select table_name from duckdb_tables() where schema_name = 'main'"
