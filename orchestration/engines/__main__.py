"""Builds a warehouse's core and marts on another engine and compares them with DuckDB's."""

from __future__ import annotations

import argparse
import resource
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from types import FrameType

import duckdb

from orchestration.config import PROJECT, Settings
from orchestration.demo import demo_settings
from orchestration.engines.comparison import Comparison, compare
from orchestration.engines.engine import Engine, EngineError
from orchestration.engines.postgres import Postgres
from orchestration.engines.sources import source_tables
from orchestration.engines.spark import Spark
from orchestration.landing.summary import LandingError
from orchestration.warehouse import sql_text

ENGINES: dict[str, type[Engine]] = {engine.name: engine for engine in (Spark, Postgres)}

# A Python model; its table comes with the sources.
NOT_BUILT = "int_text_sentiments"

# Of dbt's layers, and which tables are compared after each.
LAYERS = ("staging", "intermediate", "core", "marts")
COMPARED = """
    select schema_name || '.' || table_name
    from duckdb_tables()
    where
        database_name = current_database()
        and (
            schema_name = 'core'
            or schema_name = 'quality' and table_name in ('exclusions', 'merge_errors', 'orphans')
            or schema_name in ('mart_parts', 'marts') and $with_marts
        )
    order by all
"""


def open_warehouse(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Open a connection that reads the warehouse and may write elsewhere."""
    if not settings.warehouse.exists():
        raise EngineError(f"{settings.warehouse} is not there: run `make demo` first")
    connection = duckdb.connect(config={"memory_limit": "2GB"})
    connection.execute(f"attach '{sql_text(settings.warehouse)}' as warehouse (read_only)")
    connection.execute("use warehouse")
    connection.execute("set timezone = 'UTC'")
    return connection


def build(engine: Engine, *, with_marts: bool) -> Sequence[Comparison]:
    """Take the sources of a warehouse to an engine, build the models there, and compare."""
    shutil.rmtree(engine.folder, ignore_errors=True)
    engine.folder.mkdir(parents=True)
    tables = source_tables(engine.warehouse)
    with engine.started():
        _say(engine, "the server is up")
        engine.take(tables)
        _say(engine, f"took {len(tables)} tables")
        began = time.monotonic()
        layers = [f"path:models/{layer}" for layer in LAYERS if with_marts or layer != "marts"]
        engine.dbt("run", "--select", *layers, "--exclude", NOT_BUILT)
        _say(engine, f"built in {time.monotonic() - began:.0f} s")
        compared = engine.warehouse.execute(COMPARED, {"with_marts": with_marts}).fetchall()
        return [compare(engine.warehouse, name, engine.relation(name)) for (name,) in compared]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, compare, and tell of every table."""
    parser = argparse.ArgumentParser(prog="orchestration.engines", description=__doc__)
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("--core", action="store_true", help="build and compare no marts")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _end)
    started = time.monotonic()
    settings = demo_settings()
    try:
        with open_warehouse(settings) as warehouse:
            engine = ENGINES[given.engine](PROJECT / "var" / given.engine, settings, warehouse)
            comparisons = build(engine, with_marts=not given.core)
    except (EngineError, LandingError, duckdb.Error) as error:
        print(f"{given.engine}: {error}", file=sys.stderr)
        return 1
    for comparison in comparisons:
        print(f"{comparison.table:45s}{comparison.rows:10,d} rows  {comparison.difference or '='}")
    different = [comparison for comparison in comparisons if comparison.difference]
    _say(
        engine,
        f"{len(comparisons) - len(different)} of {len(comparisons)} tables are the same as "
        f"DuckDB's ({time.monotonic() - started:.0f} s, {_processor_seconds():.0f} processor "
        "seconds)",
    )
    return 1 if different or not comparisons else 0


def _processor_seconds() -> float:
    """Return what this process and the ended ones that it started have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _say(engine: Engine, text: str) -> None:
    print(f"{engine.name}: {text}", flush=True)


def _end(_signal: int, _frame: FrameType | None) -> None:
    """Leave as from a failure, so that the server is ended."""
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
