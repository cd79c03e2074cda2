"""Takes a simulated export apart by days: what a help desk showed first, and what each day brings.

A row that a later day changed is in the history as it was before: without the instants that were
still to come and, a ticket, with the status, assignee, group and priority of its events until then.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

# When a row came to be and when it changed, by table. What is not here does not grow.
INSTANTS = {
    "messages": ("sent_at", "edited_at"),
    "ticket_events": ("occurred_at",),
    "calls": ("queued_at", "answered_at", "abandoned_at"),
    "chat_sessions": ("started_at", "accepted_at", "handed_over_at", "ended_at"),
    "work_sessions": ("ended_at",),
    "surveys": ("offered_at", "responded_at"),
    "tasks": ("assigned_at", "completed_at", "cancelled_at"),
    "leads": ("captured_at", "converted_at"),
    "portal_sessions": ("started_at",),
    "ticket_tags": ("added_at", "removed_at"),
    "ticket_sla": ("applied_at",),
    "deletions": ("deleted_at",),
}
# What is known from an instant on only.
KNOWN_FROM = {
    "score": "responded_at",
    "comment": "responded_at",
    "value": "converted_at",
    "currency": "converted_at",
}
# Files of rows that come late, twice or changed: such a row comes on the day of its last instant.
LATE = "export-late-*.parquet"


def split_off_days(connection: Path, later: Path, ends: Sequence[datetime]) -> list[Path]:
    """Leave in the connection's folder what had been by the first instant.

    Return a folder for each day between one instant and the next, with the files of its export.
    """
    with duckdb.connect() as database:
        database.execute("set preserve_insertion_order = false")
        _find_touched_tickets(database, connection, ends[0])
        days = []
        for number, (start, end) in enumerate(pairwise(ends), start=1):
            day = later / f"{number:03d}"
            days.append(day)
            for table in ("tickets", *INSTANTS):
                _write_day(database, connection, day, table, start, end)
        for table in ("tickets", *INSTANTS):
            for file in sorted((connection / table).glob("*.parquet")):
                _keep_history(database, table, file, ends[0])
    return days


def add_day(connection: Path, day: Path) -> None:
    """Put a day's files beside those that are there."""
    for file in sorted(day.glob("*/*.parquet")):
        shutil.move(file, connection / file.parent.name / f"day-{day.name}.parquet")


def _find_touched_tickets(
    database: duckdb.DuckDBPyConnection, connection: Path, start: datetime
) -> None:
    """Make `touches`, when tickets were touched after the start, and `past`, what befell these."""
    messages = connection / "messages" / "*.parquet"
    events = connection / "ticket_events" / "*.parquet"
    database.execute(
        f"""
        create temp table touches as
        with changed as (
            select distinct ticket_id, unnest([created_at, updated_at]) as touched_at
            from '{connection}/tickets/*.parquet' where updated_at > $start
        )
        from changed
        union
        select ticket_id, sent_at from '{messages}' semi join changed using (ticket_id)
        union
        select ticket_id, occurred_at from '{events}' semi join changed using (ticket_id)
        """,
        {"start": start},
    )
    database.execute(
        f"""
        create temp table past as
        select ticket_id, occurred_at as happened_at, field, new_value
        from '{events}' where ticket_id in (select ticket_id from touches)
        union all
        select ticket_id, sent_at, null, null
        from '{messages}' where ticket_id in (select ticket_id from touches)
        """
    )


def _as_of(table: str, source: str, instant: datetime) -> str:
    """Return the query of a table's rows as the help desk showed them at an instant."""
    at = f"timestamp '{instant:%Y-%m-%d %H:%M:%S}'"
    if table == "tickets":
        return f"""
            select * exclude (then_) replace (
                if(updated_at > {at}, greatest(created_at, then_.updated_at), updated_at)
                    as updated_at,
                if(updated_at > {at}, coalesce(then_.status, 'new'), status) as status,
                if(updated_at > {at}, then_.assignee_id, assignee_id) as assignee_id,
                if(updated_at > {at}, coalesce(then_.group_id, group_id), group_id) as group_id,
                if(updated_at > {at}, coalesce(then_.priority, priority), priority) as priority,
                if(updated_at > {at}, null, merged_into_ticket_id) as merged_into_ticket_id
            )
            from {source}
            left join (
                select ticket_id, {{
                    'updated_at': max(happened_at),
                    'status': arg_max(new_value, happened_at) filter (field = 'status'),
                    'assignee_id': arg_max(new_value, happened_at) filter (field = 'assignee_id'),
                    'group_id': arg_max(new_value, happened_at) filter (field = 'group_id'),
                    'priority': arg_max(new_value, happened_at) filter (field = 'priority')
                }} as then_
                from past where happened_at <= {at} group by ticket_id
            ) using (ticket_id)
            where created_at <= {at}"""
    instants = INSTANTS[table]
    replaced = [f"case when {name} <= {at} then {name} end as {name}" for name in instants[1:]]
    replaced += [
        f"case when {since} <= {at} then {name} end as {name}"
        for name, since in KNOWN_FROM.items()
        if since in instants
    ]
    replacing = f"replace ({', '.join(replaced)})" if replaced else ""
    return f"select * {replacing} from {source} where coalesce({_first(table)} <= {at}, true)"


def _first(table: str) -> str:
    return f"least({', '.join(INSTANTS[table])})"


def _last(table: str) -> str:
    return "updated_at" if table == "tickets" else f"greatest({', '.join(INSTANTS[table])})"


def _write_day(
    database: duckdb.DuckDBPyConnection,
    connection: Path,
    day: Path,
    table: str,
    start: datetime,
    end: datetime,
) -> None:
    """Write the rows of a table that this day brought or changed, as they were at its end."""
    files = sorted((connection / table).glob("*.parquet"))
    late = sorted((connection / table).glob(LATE))
    window = f"> timestamp '{start}' and {{0}} <= timestamp '{end}'"

    def within(column: str) -> str:
        return f"({column} {window.format(column)})"

    if table == "tickets":
        changed = f"ticket_id in (select ticket_id from touches where {within('touched_at')})"
    else:
        changed = " or ".join(within(name) for name in INSTANTS[table])
    queries = []
    if on_time := [str(file) for file in files if file not in late]:
        source = f"(select * from read_parquet({on_time}) where {changed})"
        queries.append(_as_of(table, source, end))
    if late:
        names = [str(file) for file in late]
        queries.append(f"select * from read_parquet({names}) where {within(_last(table))}")
    if queries:
        target = day / table / "export.parquet"
        target.parent.mkdir(parents=True)
        _copy(database, " union all by name ".join(f"({query})" for query in queries), target)


def _keep_history(
    database: duckdb.DuckDBPyConnection, table: str, file: Path, end: datetime
) -> None:
    """Leave in a file what had been by an instant."""
    if file.match(LATE):
        last = f"coalesce({_last(table)} <= timestamp '{end}', true)"
        query = f"select * from '{file}' where {last}"
    else:
        query = _as_of(table, f"'{file}'", end)
    kept = file.with_suffix(".kept")
    _copy(database, query, kept)
    file.unlink()
    if kept.exists():
        kept.rename(file)


def _copy(database: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    """Write a query's rows; a file without rows is left out."""
    written = database.execute(
        f"copy ({query}) to '{target}' (format parquet, compression zstd, compression_level 1)"
    ).fetchone()
    if not written or not written[0]:
        target.unlink(missing_ok=True)


def ends_of_days(last: datetime, days: int) -> list[datetime]:
    """Return the instants at which the history and each of the days after it end."""
    return [last - timedelta(days=number) for number in range(days, -1, -1)]
