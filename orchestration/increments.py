"""Whether a build may compute only what has changed, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from orchestration.config import Settings
from orchestration.dbt_project import code_version, rests_on_rows_of, seed_versions
from orchestration.repair import Repair

_TABLE = """
create schema if not exists quality;
create table if not exists quality.last_build (
    load_id bigint,
    as_of timestamp,
    time_zone varchar,
    code_version varchar,
    connections varchar[],
    channels varchar[],
    erasures bigint,
    is_complete boolean
);
alter table quality.last_build add column if not exists seeds varchar[];
"""


@dataclass(frozen=True)
class Since:
    """The end of the last complete build: the last load it saw and the instant it called now.

    What rests on rows of seeds that have changed is computed anew too, and with a repair, what that
    was asked for.
    """

    load_id: int
    as_of: datetime
    repair: Repair | None = None
    changed_seeds: tuple[str, ...] = ()

    def environment(self) -> dict[str, str]:
        """Return the variables that tell dbt's models to compute what has changed since."""
        return {
            "SUPPORTMART_SINCE_LOAD": str(self.load_id),
            "SUPPORTMART_SINCE": self.as_of.isoformat().replace("+00:00", "Z"),
            "SUPPORTMART_CHANGED_SEEDS": ",".join(self.changed_seeds),
            **(self.repair.environment() if self.repair else {}),
        }


@dataclass(frozen=True)
class FullBuild:
    """That everything has to be built from raw, and why."""

    reason: str


@dataclass(frozen=True)
class _Basis:
    """What a build's results rest on, beside the rows of raw tables."""

    load_id: int
    as_of: datetime
    time_zone: str
    code_version: str
    connections: list[str]
    channels: list[str]
    erasures: int
    # Each with its version; NULL of a build that did not note them.
    seeds: list[str] | None


def begin_build(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    manifest: Mapping[str, Any],
    *,
    full_refresh: bool,
    is_partial: bool,
    repair: Repair | None = None,
) -> Since | FullBuild:
    """Note that a build begins, and return what it may leave as it is.

    Until it is noted as complete, the next build is a full one: facts that were half replaced no
    longer tell what they held. So is the one after a build of chosen models only.
    """
    connection.execute(_TABLE)
    # Of a build that did not come to its end there is nothing to keep.
    row = connection.execute(
        "select * exclude is_complete from quality.last_build where is_complete"
    ).fetchone()
    last = _Basis(*row) if row else None
    now = _read_basis(connection, settings)
    answer: Since | FullBuild
    if full_refresh:
        answer = FullBuild("a full refresh was asked for")
    elif is_partial:
        answer = FullBuild("only some models were chosen")
    elif last is None:
        answer = FullBuild("no build before it was complete")
    elif reason := _difference(last, now, manifest):
        answer = FullBuild(reason)
    else:
        since = last.as_of.replace(tzinfo=UTC)
        answer = Since(last.load_id, since, repair, tuple(_changed_seeds(last, now)))
    connection.begin()
    connection.execute("delete from quality.last_build")
    connection.execute(
        f"insert into quality.last_build ({', '.join(vars(now))}, is_complete)"
        f" values ({', '.join('?' for _ in vars(now))}, false)",
        [*vars(now).values()],
    )
    connection.commit()
    return answer


def complete_build(connection: duckdb.DuckDBPyConnection) -> None:
    """Note that the build which began last has replaced all that it had to."""
    connection.execute("update quality.last_build set is_complete = true")


def _difference(last: _Basis, now: _Basis, manifest: Mapping[str, Any]) -> str | None:
    """Return why nothing of the last build can be kept; None when it can."""
    if now.as_of < last.as_of:
        return f"as_of lies before the last build's, {last.as_of}"
    if now.code_version != last.code_version:
        return "the project's models or programs have changed"
    if now.time_zone != last.time_zone:
        return "the reporting time zone has changed"
    if not set(last.connections) <= set(now.connections):
        return "a connection was removed"
    if now.channels != last.channels:
        return "what a connection.yml says about channels has changed"
    if now.erasures != last.erasures:
        return "a person was erased"
    for seed in _changed_seeds(last, now):
        if rests_on_rows_of(seed, manifest):
            return f"seeds/{seed}.csv has changed"
    return None


def _changed_seeds(last: _Basis, now: _Basis) -> list[str]:
    """Return the seeds that have other rows than in the last build."""
    different = {*(last.seeds or ())} ^ {*(now.seeds or ())}
    return sorted({seed.split()[0] for seed in different})


def _read_basis(connection: duckdb.DuckDBPyConnection, settings: Settings) -> _Basis:
    has_erasures = connection.execute(
        "select count(*) from duckdb_tables() where schema_name = 'quality'"
        " and table_name = 'erasures' and database_name = current_database()"
    ).fetchall() == [(1,)]
    erasures = "(select count(*) from quality.erasures)" if has_erasures else "0"
    ((load_id, connections, channels, erased),) = connection.execute(
        "select coalesce(max(load_id), 0),"
        " coalesce(list(distinct connection order by connection), []),"
        " (select coalesce(list_sort(list(concat_ws(' ', connection, raw_value, channel))), [])"
        " from quality.connection_channels),"
        f" {erasures} from quality.row_ledger"
    ).fetchall()
    return _Basis(
        load_id=load_id,
        as_of=settings.as_of.replace(tzinfo=None),
        time_zone=settings.time_zone,
        code_version=code_version(settings.project),
        connections=connections,
        channels=channels,
        erasures=erased,
        seeds=[f"{seed} {version}" for seed, version in seed_versions(settings.project).items()],
    )
