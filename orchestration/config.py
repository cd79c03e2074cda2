"""Where a run reads, builds and publishes, and the instant it calls now."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

# Clocks differ, and a day that has begun elsewhere may be named; a later instant is a slip.
LATEST_AS_OF = timedelta(days=1)

PROJECT = Path(__file__).resolve().parents[1]

# DuckDB names an open file after its stem: in `marts.duckdb`, `marts.x` would be ambiguous.
SCHEMA_NAMES = frozenset(
    {
        "core",
        "intermediate",
        "information_schema",
        "main",
        "mart_parts",
        "marts",
        "pg_catalog",
        "quality",
        "raw_fivetran_intercom",
        "raw_fivetran_zendesk",
        "raw_helpdesk",
        "raw_twitter",
        "seeds",
        "staging",
    }
)


class ConfigurationError(ValueError):
    """A setting that cannot be used; the message names the setting, its value and the mend."""


@dataclass(frozen=True)
class Settings:
    """Everything that decides what one run reads and writes."""

    landing: Path
    warehouse: Path
    serving: Path
    as_of: datetime
    time_zone: str
    project: Path = PROJECT

    @classmethod
    def from_environment(
        cls,
        *,
        landing: str | Path | None = None,
        warehouse: str | Path | None = None,
        serving: str | Path | None = None,
        as_of: str | datetime | None = None,
        time_zone: str | None = None,
        project: Path = PROJECT,
        environment: Mapping[str, str] | None = None,
    ) -> Self:
        """Read the SUPPORTMART_* variables; an argument that is given wins over its variable.

        A relative path means one below the current directory; a default lies below the project.
        """
        variables = os.environ if environment is None else environment

        def path(given: str | Path | None, variable: str, default: str) -> Path:
            value = given or variables.get(variable)
            return Path(value).expanduser().absolute() if value else project / "var" / default

        settings = cls(
            landing=path(landing, "SUPPORTMART_LANDING", "landing"),
            warehouse=path(warehouse, "SUPPORTMART_WAREHOUSE", "warehouse.duckdb"),
            serving=path(serving, "SUPPORTMART_SERVING", "serving.duckdb"),
            as_of=parse_instant(as_of or variables.get("SUPPORTMART_AS_OF")),
            time_zone=check_time_zone(
                time_zone or variables.get("SUPPORTMART_TIME_ZONE") or "UTC",
            ),
            project=project,
        )
        check_memory_limit(variables.get("SUPPORTMART_MEMORY_LIMIT"))
        check_database_path("SUPPORTMART_WAREHOUSE", settings.warehouse)
        check_database_path("SUPPORTMART_SERVING", settings.serving)
        if settings.warehouse == settings.serving:
            raise ConfigurationError(
                f"the warehouse and the serving database are the same file, {settings.serving}: "
                "give SUPPORTMART_SERVING (or --serving) another path"
            )
        return settings

    def environment(self) -> dict[str, str]:
        """Return the same settings as variables, for a dbt or Dagster process."""
        return {
            "SUPPORTMART_LANDING": str(self.landing),
            "SUPPORTMART_WAREHOUSE": str(self.warehouse),
            "SUPPORTMART_SERVING": str(self.serving),
            "SUPPORTMART_AS_OF": self.as_of.isoformat().replace("+00:00", "Z"),
            "SUPPORTMART_TIME_ZONE": self.time_zone,
        }


def parse_instant(value: str | datetime | None) -> datetime:
    """Return an aware UTC instant; none given means now, without an offset means UTC."""
    if value is None or value == "":
        return datetime.now(UTC).replace(microsecond=0)
    try:
        instant = datetime.fromisoformat(value.strip()) if isinstance(value, str) else value
        instant = instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ConfigurationError(
            f"SUPPORTMART_AS_OF (or --as-of) is {value!r}, which is no instant: "
            "write ISO 8601, such as 2026-11-01T02:00:00Z"
        ) from error
    if instant > datetime.now(UTC) + LATEST_AS_OF:
        raise ConfigurationError(
            f"SUPPORTMART_AS_OF (or --as-of) is {value}, which lies in the future, and ages and "
            "backlogs would count days that have not been: give a past instant, or none for now"
        )
    return instant


def check_time_zone(name: str) -> str:
    """Return the name when it is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigurationError(
            f"SUPPORTMART_TIME_ZONE is {name!r}, which is no IANA time zone: "
            "write one such as Europe/Amsterdam or UTC"
        ) from error
    return name


def check_memory_limit(value: str | None) -> None:
    """Raise when it is no size that DuckDB takes for its memory limit; none given is fine."""
    if value and not re.fullmatch(r"\d+(\.\d+)?\s*[kmgt]i?b", value.strip(), re.IGNORECASE):
        raise ConfigurationError(
            f"SUPPORTMART_MEMORY_LIMIT is {value!r}, which is no size: write one such as 4GB"
        )


def check_database_path(variable: str, path: Path) -> None:
    """Raise when the path cannot be a database file that every reader can query."""
    if path.stem.lower() in SCHEMA_NAMES:
        raise ConfigurationError(
            f"{variable} is {path}, but a schema in it is called {path.stem!r} too, which makes "
            "names in queries ambiguous: call the file something else"
        )
    if path.is_dir():
        raise ConfigurationError(
            f"{variable} is {path}, which is a folder: give the path of a file, such as "
            f"{path / 'warehouse.duckdb'}"
        )
    if path.is_file() and path.stat().st_size and not _is_duckdb_file(path):
        raise ConfigurationError(
            f"{variable} is {path}, which is there and no DuckDB file: give another path, or move "
            "that file away"
        )


def check_writable(settings: Settings) -> None:
    """Raise when a database cannot be written where it shall be; its folder is made for it."""
    for name, path in (("WAREHOUSE", settings.warehouse), ("SERVING", settings.serving)):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = error.strerror
        else:
            why = why_not_writable(path.parent)
        if why:
            raise ConfigurationError(
                f"SUPPORTMART_{name} (or --{name.lower()}) is {path}, but {path.parent} cannot be "
                f"written ({why}): make it a folder that you may write in, or give another path"
            )


def why_not_writable(folder: Path) -> str | None:
    """Return why no file can be made in a folder, by making one; None when one can."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error.strerror


def _is_duckdb_file(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"
