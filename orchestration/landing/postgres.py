"""Opens the PostgreSQL database that an EL tool replicates a help desk's tables into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import duckdb

from orchestration.landing import sql
from orchestration.landing.connections import FILE_NAME, Connection
from orchestration.landing.extensions import load_extension
from orchestration.landing.header import normalised
from orchestration.landing.summary import LandingError

ATTACHED = "landing_replica"


@dataclass(frozen=True)
class Replica:
    """The schema of a connection's tables. `tables` maps a table's columns to their types."""

    schema: str
    tables: dict[str, dict[str, str]]

    def column(self, table: str, name: str | None) -> str | None:
        """Return how a table spells the name of a column, None when it has none of that name."""
        columns = self.tables[table]
        return next((c for c in columns if name and normalised(c) == normalised(name)), None)


@contextmanager
def replica(database: duckdb.DuckDBPyConnection, connection: Connection) -> Iterator[Replica]:
    """Attach the database of a connection's `location:`, for reading only, for a while."""
    load_extension(database, "postgres_scanner", "a PostgreSQL `location:`")
    dsn = _dsn(connection)
    try:
        database.execute(f"attach {sql.string(dsn)} as {ATTACHED} (type postgres, read_only)")
    except duckdb.Error as error:
        raise LandingError(
            "connection_location",
            f"{FILE_NAME}: the PostgreSQL server of `location:` does not answer "
            f"({_without_secrets(error, dsn)}); check address, user and password",
        ) from error
    try:
        yield _describe(database, connection)
    except duckdb.Error as error:
        if ATTACHED not in str(error) and "Postgres" not in str(error):
            raise
        raise LandingError(
            "unreadable_table",
            f"the PostgreSQL server of `location:` broke off ({_without_secrets(error, dsn)}); "
            "the next run goes on from where the last whole one ended",
        ) from error
    finally:
        database.execute(f"detach database if exists {ATTACHED}")


def _dsn(connection: Connection) -> str:
    location = connection.location or ""
    return location if "://" in location else location.removeprefix("postgres:")


def _describe(database: duckdb.DuckDBPyConnection, connection: Connection) -> Replica:
    schema = str(connection.setting("schema") or "public")
    rows = database.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = ? and schema_name = ? order by table_name, column_index",
        [ATTACHED, schema],
    ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, type_ in rows:
        tables.setdefault(table, {})[column] = type_
    if not tables:
        raise LandingError(
            "connection_location",
            f"{FILE_NAME}: the database of `location:` has no tables in the schema {schema}; "
            "correct `schema:`, or grant the user the right to read it",
        )
    return Replica(schema, tables)


def _without_secrets(error: duckdb.Error, dsn: str) -> str:
    said = str(error).replace(dsn, "")
    secrets = [match[1] for match in re.finditer(r"password\s*=\s*'?([^\s']+)", dsn)]
    if "://" in dsn:
        secrets.append(urlsplit(dsn).password or "")
    for secret in filter(None, secrets):
        said = said.replace(secret, "***")
    return " ".join(said.split())[:300]
