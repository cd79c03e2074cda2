"""One landing folder with every real data set as a connection, loaded and built once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.config import PROJECT, Settings
from tests.real_data.converters import bank_calls, boston311, italian_helpdesk, servicenow
from tests.warehouse import harness

CONVERTERS = {
    "bank": bank_calls,
    "boston": boston311,
    "italy": italian_helpdesk,
    "servicenow": servicenow,
}
TWEETS = {
    "brands": "twcs_dev_conversations.csv.gz",
    "spotify": "twcs_spotifycares_partial.csv.gz",
}
AS_OF = datetime(2018, 1, 1, tzinfo=UTC)

Figures = dict[str, Any]
Reader = Callable[[str], Figures]
RawReader = Callable[..., Figures]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of the data sets, which their licences keep out of the repository."""
    default = PROJECT.parent / "shared" / "data"
    folder = Path(os.environ.get("SUPPORTMART_REAL_DATA") or default)
    if not folder.is_dir():
        message = (
            f"the real data sets are not in {folder}: put the files there, or name their folder "
            "in SUPPORTMART_REAL_DATA"
        )
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def warehouse(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Convert, load and build all data sets, as connections of one run."""
    settings = harness.settings_below(tmp_path_factory.mktemp("real_data"), as_of=AS_OF)
    for connection, converter in CONVERTERS.items():
        converter.convert(real_data / converter.SOURCE, settings.landing / connection)
    for connection, file in TWEETS.items():
        folder = settings.landing / connection
        folder.mkdir()
        (folder / "connection.yml").write_text("type: twitter\n", encoding="utf-8")
        shutil.copy(real_data / file, folder / "tweets.csv.gz")
    harness.load(settings)
    harness.build(settings, "+path:models/core", "+path:models/marts")
    return settings


@pytest.fixture(scope="session")
def read(warehouse: Settings) -> Reader:
    """Return a function that reads one row of figures from the warehouse."""

    def read_one(sql: str) -> Figures:
        (row,) = harness.query(warehouse, sql)
        return row

    return read_one


@pytest.fixture(scope="session")
def read_raw(real_data: Path) -> RawReader:
    """Return a function that reads one row of figures from a file as published.

    The query knows the file's rows as `raw`, every column a text, and a row's place as `line`.
    Nothing of the project lies between: these are the figures that the warehouse must find.
    """

    database = duckdb.connect()
    database.execute("set timezone = 'UTC'")
    tables: set[str] = set()

    def read_one(file: str, sql: str, *, separator: str = ",", null: str = "") -> Figures:
        table = file.partition(".")[0]
        if table not in tables:
            tables.add(table)
            database.execute(
                f"create table {table} as select *, row_number() over () as line "
                "from read_csv(?, all_varchar = true, delim = ?, nullstr = ?)",
                [str(real_data / file), separator, null],
            )
        database.execute(f"create or replace view raw as from {table}")
        relation = database.sql(sql)
        (row,) = relation.fetchall()
        return dict(zip(relation.columns, row, strict=True))

    return read_one
