"""Loads DuckDB extensions that are on this machine; nothing is downloaded during a run."""

from __future__ import annotations

from importlib.resources import as_file, files

import duckdb

from orchestration.landing import sql
from orchestration.landing.summary import LandingError


def load_extension(database: duckdb.DuckDBPyConnection, name: str, needed_for: str) -> None:
    """Load an extension that is installed in DuckDB or comes with its wheel."""
    installed = database.execute(
        "select 1 from duckdb_extensions() where extension_name = ? and (installed or loaded)",
        [name],
    ).fetchall()
    if installed:
        database.execute(f"load {name}")
        return
    try:
        wheel = files(f"duckdb_extension_{name}")
    except ModuleNotFoundError as error:
        raise LandingError(
            "missing_extension",
            f"{needed_for} needs DuckDB's extension {name}, which is not on this machine: install "
            f"the package duckdb-extension-{name}=={duckdb.__version__} in the environment",
        ) from error
    extension = wheel / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    with as_file(extension) as path:
        try:
            database.execute(f"load {sql.string(str(path))}")
        except duckdb.IOException as error:
            raise LandingError(
                "missing_extension",
                f"{needed_for} needs DuckDB's extension {name}, and the one installed is not for "
                f"DuckDB {duckdb.__version__}: install the package "
                f"duckdb-extension-{name}=={duckdb.__version__}",
            ) from error
