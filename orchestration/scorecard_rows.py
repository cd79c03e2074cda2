"""What the channel scorecard prints, read from a published database file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]

MEND = "run `supportmart nightly`, or name a published file with --serving"

RUN = """
    select status, detail, as_of, finished_at
    from quality.runs
    where status in ('published', 'degraded')
    order by started_at desc
    limit 1
"""

CHANNELS = """
    select *
    from marts.mart_channel_scorecard
    where period_grain = 'all' and connection is null and contacts_created > 0
    order by
        channel_group is null,
        list_position(['social', 'portal', 'chat', 'phone', 'email', 'other'], channel_group),
        level = 'group',
        contacts_created desc,
        channel
"""

BENCHMARKS = """
    select *
    from marts.mart_benchmark_comparison
    where kind = 'benchmark'
    order by
        channel_group desc, channel nulls first, metric_id = 'first_reply' desc, metric_id,
        statistic, published_low, published_high, document
"""

PERIOD = """
    select min(period_start) as first_on, max(last_data_on) as last_on
    from marts.mart_periods
    where period_grain = 'all'
"""


class ScorecardError(RuntimeError):
    """The published file cannot be read; the message names it and the mend."""


def read_scorecard(serving: Path) -> tuple[list[Row], list[Row], list[Row], Row]:
    """Return the last run, the channels, the published figures and the period of the data."""
    if not serving.exists():
        raise ScorecardError(f"nothing is published in {serving}: {MEND}")
    try:
        with duckdb.connect(str(serving), read_only=True) as connection:
            return (
                _rows(connection, RUN),
                _rows(connection, CHANNELS),
                _rows(connection, BENCHMARKS),
                _rows(connection, PERIOD)[0],
            )
    except duckdb.CatalogException as error:
        raise ScorecardError(f"{serving} has no scorecard in it: {MEND}") from error
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise ScorecardError(f"{serving} cannot be read ({reason}): {MEND}") from error


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
