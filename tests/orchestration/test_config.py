from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration.config import ConfigurationError, Settings, parse_instant


def test_defaults_lie_below_the_project() -> None:
    settings = Settings.from_environment(project=Path("/desk"), environment={})
    assert settings.landing == Path("/desk/var/landing")
    assert settings.warehouse == Path("/desk/var/warehouse.duckdb")
    assert settings.serving == Path("/desk/var/serving.duckdb")
    assert settings.time_zone == "UTC"


def test_an_argument_wins_over_a_variable_and_a_relative_path_is_made_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"SUPPORTMART_LANDING": "in", "SUPPORTMART_WAREHOUSE": "w.duckdb"}
    settings = Settings.from_environment(warehouse="other.duckdb", environment=environment)
    assert settings.landing == tmp_path / "in"
    assert settings.warehouse == tmp_path / "other.duckdb"


def test_now_is_truncated_to_the_second() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    as_of = Settings.from_environment(environment={}).as_of
    assert as_of.microsecond == 0
    assert before <= as_of <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-11-01", "2026-11-01T00:00:00Z"),
        ("2026-11-01T02:00:00", "2026-11-01T02:00:00Z"),
        ("2026-11-01T02:00:00Z", "2026-11-01T02:00:00Z"),
        ("2026-11-01T02:00:00+05:30", "2026-10-31T20:30:00Z"),
    ],
)
def test_an_instant_without_an_offset_is_utc(given: str, expected: str) -> None:
    settings = Settings.from_environment(as_of=given, environment={})
    assert settings.environment()["SUPPORTMART_AS_OF"] == expected


def test_the_variables_give_the_same_settings_again() -> None:
    settings = Settings.from_environment(
        as_of="2026-11-01T02:00:00.25Z", time_zone="Europe/Amsterdam", environment={}
    )
    assert Settings.from_environment(environment=settings.environment()) == settings


def test_a_database_that_is_there_and_sizes_that_duckdb_knows_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(path)).close()
    for size in ("4GB", "512 MiB", "1.5gb"):
        settings = Settings.from_environment(
            warehouse=path, environment={"SUPPORTMART_MEMORY_LIMIT": size}
        )
        assert settings.warehouse == path
        with duckdb.connect(config={"memory_limit": size}):
            pass


def test_clocks_differ_and_a_day_that_has_begun_elsewhere_may_be_named() -> None:
    now = datetime.now(UTC)
    assert parse_instant(now + timedelta(hours=23)) > now
    with pytest.raises(ConfigurationError, match="future"):
        parse_instant(now + timedelta(hours=25))


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SUPPORTMART_AS_OF": "yesterday"}, "SUPPORTMART_AS_OF"),
        ({"SUPPORTMART_AS_OF": "0001-01-01T00:00:00+05:00"}, "SUPPORTMART_AS_OF"),
        ({"SUPPORTMART_TIME_ZONE": "Mars/Olympus"}, "SUPPORTMART_TIME_ZONE"),
        ({"SUPPORTMART_TIME_ZONE": "../etc/passwd"}, "SUPPORTMART_TIME_ZONE"),
        ({"SUPPORTMART_SERVING": "/data/marts.duckdb"}, "SUPPORTMART_SERVING"),
        ({"SUPPORTMART_WAREHOUSE": "/"}, "SUPPORTMART_WAREHOUSE"),
        ({"SUPPORTMART_WAREHOUSE": __file__}, "no DuckDB file"),
        ({"SUPPORTMART_MEMORY_LIMIT": "lots"}, "SUPPORTMART_MEMORY_LIMIT"),
        (
            {"SUPPORTMART_WAREHOUSE": "/a/b.duckdb", "SUPPORTMART_SERVING": "/a/b.duckdb"},
            "SUPPORTMART_SERVING",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(variables: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named):
        Settings.from_environment(environment=variables)
