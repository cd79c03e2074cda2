"""Builds the demo's core and marts on a Spark cluster and compares them with DuckDB's."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import duckdb

from orchestration.config import PROJECT, Settings
from orchestration.demo import demo_settings
from orchestration.spark.cluster import Cluster, ClusterError
from orchestration.spark.comparison import Comparison, compare
from orchestration.spark.raw import export
from orchestration.warehouse import connect

ENVIRONMENT = PROJECT / ".venv-spark"
FOLDER = PROJECT / "var" / "spark"
LAYERS = [f"path:models/{layer}" for layer in ("staging", "intermediate", "core", "marts")]
# It is a Python model; its table comes with the sources.
NOT_BUILT = "int_text_sentiments"

COMPARED = """
    select schema_name || '.' || table_name
    from duckdb_tables()
    where
        schema_name in ('core', 'mart_parts', 'marts')
        or schema_name = 'quality' and table_name in ('exclusions', 'merge_errors', 'orphans')
    order by all
"""


class SparkBuildError(RuntimeError):
    """dbt did not end well on the cluster; it has said why."""


@dataclass(frozen=True)
class SparkProject:
    """The dbt project on the Thrift server of one port."""

    settings: Settings
    port: int

    def dbt(self, *arguments: str) -> None:
        """Run dbt of the environment of Spark, and raise when it fails."""
        command = [str(ENVIRONMENT / "bin" / "dbt"), *arguments, "--target", "spark"]
        places = ["--target-path", str(FOLDER / "dbt"), "--log-path", str(FOLDER / "logs")]
        ended = subprocess.run(
            [*command, *places, "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)],
            env={
                **os.environ,
                **self.settings.environment(),
                "SUPPORTMART_SPARK_PORT": str(self.port),
            },
            check=False,
        )
        if ended.returncode:
            raise SparkBuildError(
                f"dbt {arguments[0]} ended with exit code {ended.returncode}: it says above why; "
                f"the log of the server is {FOLDER / 'logs' / 'thrift-server.log'}"
            )

    def register(self, folder: Path, tables: Sequence[str]) -> None:
        """Make tables of Parquet folders."""
        arguments = json.dumps({"folder": str(folder), "tables": list(tables)})
        self.dbt("run-operation", "register_parquet", "--quiet", "--args", arguments)


def build(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> Sequence[Comparison]:
    """Take the sources of a warehouse to a cluster, build everything there, and compare."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    sources = export(warehouse, FOLDER / "sources")
    compared = [str(name) for (name,) in warehouse.execute(COMPARED).fetchall()]
    _say(f"took {len(sources)} tables from {settings.warehouse}")
    with Cluster(ENVIRONMENT, FOLDER).started() as port:
        _say(f"a master, two workers and a Thrift server are up on 127.0.0.1:{port}")
        project = SparkProject(settings, port)
        project.register(FOLDER / "sources", sources)
        project.dbt("run", "--select", *LAYERS, "--exclude", NOT_BUILT)
    return [compare(warehouse, table, _place(table)) for table in compared]


def _place(table: str) -> Path:
    """Return the folder in which Spark keeps a table."""
    schema, name = table.split(".")
    return FOLDER / "warehouse" / f"{schema}.db" / name


def main() -> int:
    """Build, compare, and tell of every table."""
    signal.signal(signal.SIGTERM, _end)
    started = time.monotonic()
    settings = demo_settings()
    try:
        with connect(settings.warehouse, read_only=True) as warehouse:
            comparisons = build(settings, warehouse)
    except (ClusterError, SparkBuildError, duckdb.IOException) as error:
        print(f"spark: {error}", file=sys.stderr)
        return 1
    for comparison in comparisons:
        print(f"{comparison.table:45s}{comparison.rows:10,d} rows  {comparison.difference or '='}")
    different = [comparison for comparison in comparisons if comparison.difference]
    _say(
        f"{len(comparisons) - len(different)} of {len(comparisons)} tables of core, marts and "
        f"quality are the same on Spark and DuckDB ({time.monotonic() - started:.0f} s)"
    )
    return 1 if different else 0


def _say(text: str) -> None:
    print(f"spark: {text}", flush=True)


def _end(_signal: int, _frame: FrameType | None) -> None:
    """Leave as from a failure, so that the cluster is ended."""
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
