"""The small tables that expectations look at: profiles per connection, and schemas.

Only DuckDB reads the large tables; what reaches Python has one row per connection.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from orchestration.gates.definition import FOLDER, Rows, gated_raw_tables
from orchestration.landing.contract import Table
from orchestration.warehouse import sql_text

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

LEAST_ROWS = 100
LEAST_WEEKLY_ROWS = 50
LARGE_WEEKLY_ROWS = 1_000
LIVE_FEED_DAYS = 30


def read_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Rows, as_of: datetime
) -> pd.DataFrame:
    """Return the rows that a check of this kind looks at."""
    if rows == "schema":
        return connection.execute(f"select * from {table} limit 0").df()
    if table in gated_raw_tables():
        return connection.execute(
            raw_table_profile(gated_raw_tables()[table]), {"as_of": as_of.replace(tzinfo=None)}
        ).df()
    return connection.execute(
        (FOLDER / "profiles" / f"{table}.sql").read_text(encoding="utf-8")
    ).df()


def is_unused(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Tell whether no connection has ever brought rows for this raw table."""
    if table not in gated_raw_tables():
        return False
    return connection.execute(f"select 1 from {table} limit 1").fetchone() is None


def raw_table_profile(table: Table) -> str:
    """Return the query of a raw table's profile: one row per connection.

    Weeks are counted back from a connection's own newest row and by keys, so that neither an old
    export nor one that is written whole every night looks like a falling volume.
    """
    instant = _instant(table)
    keys = ", ".join(table.key)
    optional = [column.name for column in table.columns if not column.needs_value]
    rises = ",\n            ".join(
        f"{{'rise': count(*) filter (is_last and {name} is null) / rows_last"
        f" - count(*) filter (not is_last and {name} is null) / rows_before, 'name': '{name}'}}"
        for name in optional
    )
    return f"""
with

last_loads as (
    select connection, max(load_id) as load_id
    from {table.raw}
    group by connection
),

sizes as (
    select
        raw.connection,
        count_if(raw.load_id = last_loads.load_id) as rows_last,
        count_if(raw.load_id <> last_loads.load_id) as rows_before,
        count_if({" or ".join(f"raw.{key} is null" for key in table.key)}) as rows_without_key,
        max(raw.{instant}) filter (raw.{instant} <= $as_of) as newest_at,
    from {table.raw} as raw
    inner join last_loads using (connection)
    group by raw.connection
),

weeks as (
    select
        raw.connection,
        cast(floor(epoch(sizes.newest_at - raw.{instant}) / 604800) as integer) as weeks_ago,
        count(distinct ({keys})) as row_count,
    from {table.raw} as raw
    inner join sizes using (connection)
    where
        raw.{instant} <= sizes.newest_at
        and raw.{instant} > sizes.newest_at - interval 35 day
    group by raw.connection, weeks_ago
),

volumes as (
    select
        connection,
        sum(row_count) filter (weeks_ago = 0) as last_week,
        quantile_cont(row_count, 0.5) filter (weeks_ago > 0) as usual_week,
        count(*) filter (weeks_ago > 0) as weeks_before,
    from weeks
    group by connection
),

newest_of_loads as (
    select connection, load_id, max({instant}) as newest_at
    from {table.raw}
    where {instant} <= $as_of
    group by connection, load_id
),

loads as (
    select load_id, min(loaded_at) as loaded_at
    from quality.row_ledger
    group by load_id
),

habits as (
    select
        connection,
        min(date_diff('second', newest_at, loaded_at) / 86400) as usual_days_late,
    from newest_of_loads
    inner join loads using (load_id)
    group by connection
),

marked as (
    select raw.*, raw.load_id = last_loads.load_id as is_last, sizes.rows_last, sizes.rows_before,
    from {table.raw} as raw
    inner join last_loads using (connection)
    inner join sizes using (connection)
    where least(sizes.rows_last, sizes.rows_before) >= {LEAST_ROWS}
),

nulls as (
    select
        connection,
        list_max([
            {rises}
        ]) as greatest,
    from marked
    group by connection, rows_last, rows_before
)

select
    connection,
    cast(rows_without_key as double) as rows_without_key,
    case
        when weeks_before = 4 and usual_week >= {LEAST_WEEKLY_ROWS} then last_week / usual_week
    end as weekly_volume_ratio,
    case
        when weeks_before = 4 and usual_week >= {LARGE_WEEKLY_ROWS} then last_week / usual_week
    end as weekly_volume_ratio_of_large,
    case
        -- A feed that never was less than a month behind is an export of the past.
        when usual_days_late < {LIVE_FEED_DAYS}
            then date_diff('second', newest_at, $as_of) / 86400 - greatest(usual_days_late, 0)
    end as days_later_than_usual,
    greatest.rise as null_rate_rise,
    greatest.name as null_rate_column,
from sizes
left join volumes using (connection)
left join habits using (connection)
left join nulls using (connection)
"""


def _instant(table: Table) -> str:
    return next(
        column.name for column in table.columns if column.type == "instant" and column.mandatory
    )


def before_all_data(connection: duckdb.DuckDBPyConnection, as_of: datetime) -> str | None:
    """Return that as_of lies before every row of the mandatory tables, should it do so."""
    earliest = " union all ".join(
        f"select min({_instant(table)}) as instant from {table.raw}"
        for table in gated_raw_tables().values()
    )
    ((first,),) = connection.execute(f"select min(instant) from ({earliest})").fetchall()
    if first is None or first <= as_of.replace(tzinfo=None):
        return None
    return (
        f"as_of is {as_of:%Y-%m-%d %H:%M} UTC and lies before all data, which begins on "
        f"{first:%Y-%m-%d %H:%M}: give a later SUPPORTMART_AS_OF (--as-of), or none for now"
    )


def compare_with_published(connection: duckdb.DuckDBPyConnection, serving: Path | None) -> None:
    """Make the temporary tables `published` and `published_mix` from the serving database.

    Without one they are empty, and nothing is compared.
    """
    connection.execute(
        "create or replace temp table published"
        " (connection varchar, contacts bigint, first_replies bigint,"
        " median_first_reply_seconds double);"
        "create or replace temp table published_mix"
        " (connection varchar, channel_group varchar, contacts bigint)"
    )
    if serving is None or not serving.exists():
        return
    connection.execute(f"attach '{sql_text(serving)}' as serving_database (read_only)")
    contacts = "serving_database.core.fct_contacts"
    if connection.execute(
        "select 1 from duckdb_tables() where database_name = 'serving_database'"
        " and schema_name = 'core' and table_name = 'fct_contacts'"
    ).fetchone():
        connection.execute(
            "insert into published"
            " select connection, count(*), count(first_reply_seconds), median(first_reply_seconds)"
            f" from {contacts} group by connection;"
            "insert into published_mix select connection, channel_group, count(*)"
            f" from {contacts} group by connection, channel_group"
        )
    connection.execute("detach serving_database")
