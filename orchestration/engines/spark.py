"""Spark as the engine: a cluster of this command's own, and Parquet files in both directions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from orchestration.config import PROJECT
from orchestration.engines.engine import Engine, EngineError
from orchestration.engines.sources import quoted
from orchestration.engines.spark_cluster import Cluster
from orchestration.warehouse import sql_name, sql_text

ENVIRONMENT = PROJECT / ".venv-spark"


class Spark(Engine):
    """The dbt project on the Thrift server of a cluster on loopback."""

    name = "spark"
    dbt_program = ENVIRONMENT / "bin" / "dbt"

    @contextmanager
    def started(self) -> Iterator[None]:
        """Start the cluster and note its port; end it in any case."""
        if not self.dbt_program.exists() or shutil.which("java") is None:
            raise EngineError(f"Java 17 or {ENVIRONMENT} is missing: start it with `make spark`")
        with Cluster(ENVIRONMENT, self.folder).started() as port:
            self.variables["SUPPORTMART_SPARK_PORT"] = str(port)
            yield

    def take(self, tables: Sequence[str]) -> None:
        """Write tables as <folder>/sources/<schema>/<table>/0.parquet and name them there."""
        sources = self.folder / "sources"
        for name in tables:
            place = sources.joinpath(*name.split("."))
            place.mkdir(parents=True)
            self.warehouse.execute(
                f"copy (select {self._columns(name)} from {quoted(name)}) "
                f"to '{sql_text(place / '0.parquet')}' (format parquet)"
            )
        arguments = json.dumps({"folder": str(sources), "tables": list(tables)})
        self.dbt("run-operation", "register_parquet", "--quiet", "--args", arguments)

    def relation(self, table: str) -> str:
        """Return what DuckDB reads a built table from: Spark keeps each in a folder of its own."""
        schema, name = table.split(".")
        files = self.folder / "warehouse" / f"{schema}.db" / name / "*.parquet"
        return f"read_parquet('{sql_text(files)}')"

    def _columns(self, name: str) -> str:
        """Return the columns of a table, keys as their text: Spark has no uuids."""
        columns = self.warehouse.execute(f"describe {quoted(name)}").fetchall()
        return ", ".join(
            f"cast({sql_name(column)} as varchar) as {sql_name(column)}"
            if kind == "UUID"
            else sql_name(column)
            for column, kind, *_ in columns
        )
