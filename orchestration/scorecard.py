"""The channel scorecard: each channel's headline figures, and the published ones beside the own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

Row = dict[str, Any]

MEND = "run `supportmart nightly`, or name a published file with --serving"

# A narrower terminal breaks lines; cut off, figures would be lost.
WIDTH = 110

VERDICT_STYLES = {"better": "green", "worse": "red", "within": "cyan", "too few": "dim"}
UNITS = {"hours": "h", "minutes": "min", "days": "d", "percent": "%"}

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
        channel_group desc, metric_id = 'first_reply' desc, metric_id, channel nulls first,
        statistic, benchmark_id
"""

PERIOD = """
    select min(period_start) as first_on, max(last_data_on) as last_on
    from marts.mart_periods
    where period_grain = 'all'
"""


class ScorecardError(RuntimeError):
    """The published file cannot be read; the message names it and the mend."""


def print_scorecard(serving: Path, console: Console) -> None:
    """Print the scorecard from a published database file, which is only read."""
    channels, benchmarks, period = _read(serving)
    console.width = max(console.width, WIDTH)
    if not channels:
        console.print(f"No contacts in {serving}: drop data into the landing folder and {MEND}.")
        return
    console.print(_channel_table(channels, period))
    compared = [row for row in benchmarks if row["own_value"] is not None]
    console.print(_benchmark_table(compared))
    _print_notes(console, benchmarks, compared)


def _read(serving: Path) -> tuple[list[Row], list[Row], Row]:
    if not serving.exists():
        raise ScorecardError(f"nothing is published in {serving}: {MEND}")
    try:
        with duckdb.connect(str(serving), read_only=True) as connection:
            return (
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


def _channel_table(rows: Sequence[Row], period: Row) -> Table:
    table = Table(
        title=f"Channels, {period['first_on']} to {period['last_on']}",
        caption="all connections; med. median; reply wait per turn of the customer; first "
        "contact: resolved with one reply and nobody came back within seven days; - not known",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    table.add_column("channel", no_wrap=True)
    for header in (
        "contacts",
        "\na day",
        "ans-\nwered\n%",
        "first\nreply\nmedian h",
        "first\nreply\nmean h",
        "within\n24 h\n%",
        "reply\nwait\nmed. min",
        "full\nresol.\nmedian h",
        "\nclosed\n%",
        "first\ncont.\n%",
    ):
        table.add_column(header, justify="right", no_wrap=True)
    channels_of = Counter(row["channel_group"] for row in rows if row["level"] == "channel")
    for row in rows:
        is_channel = row["level"] == "channel"
        # The group of a single channel says the same again.
        if row["level"] == "group" and channels_of[row["channel_group"]] == 1:
            table.add_section()
            continue
        table.add_row(
            f"  {row['channel']}" if is_channel else row["channel_group"] or "all channels",
            f"{row['contacts_created']:,}",
            _number(row["contacts_created_per_day"]),
            _percent(row["answered_share"]),
            _number(row["first_reply_median_hours"]),
            _number(row["first_reply_mean_hours"]),
            _percent(row["first_reply_within_24h_share"]),
            _number(row["reply_time_median_minutes"]),
            _number(row["full_resolution_median_hours"]),
            _percent(row["closed_share"]),
            _percent(row["fcr_net_share"]),
            style="" if is_channel else "bold",
            end_section=not is_channel,
        )
    return table


def _benchmark_table(rows: Sequence[Row]) -> Table:
    table = Table(
        title="Own figures against published ones",
        caption="* published figures that contradict each other; better or worse only where the "
        "95 % interval of the own figure lies wholly beyond the published one",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    table.add_column("channel", no_wrap=True)
    table.add_column("metric", no_wrap=True)
    table.add_column("statistic", no_wrap=True)
    for header in ("published", "own", "95 % interval", "samples"):
        table.add_column(header, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for number, row in enumerate(rows):
        following = rows[number + 1] if number + 1 < len(rows) else row
        table.add_row(
            row["channel"] or row["channel_group"],
            row["metric_id"].removesuffix("_share").replace("_", " "),
            row["statistic"].removeprefix("ratio_").removeprefix("share_").replace("_", " "),
            _published(row),
            _number(row["own_value"]),
            "-"
            if row["own_low"] is None
            else f"{_number(row['own_low'])} … {_number(row['own_high'])}",
            f"{row['sample_size']:,}",
            Text(_verdict(row), style=VERDICT_STYLES.get(row["verdict"] or "", "")),
            end_section=following["channel_group"] != row["channel_group"],
        )
    return table


def _print_notes(console: Console, benchmarks: Sequence[Row], compared: Sequence[Row]) -> None:
    verdicts = Counter(row["verdict"] or "neither" for row in compared)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
    console.print(f"{len(compared)} published figures compared: {counts}.")
    reasons = Counter(row["reason_not_compared"] for row in benchmarks if row not in compared)
    if reasons:
        console.print(f"{reasons.total()} not compared:")
        for reason, count in reasons.most_common():
            console.print(f"  {count:>3}  {reason}", highlight=False)


def _verdict(row: Row) -> str:
    """Return the verdict; where no way is better, on which side the own figure lies."""
    return str(row["verdict"] or row["position"])


def _published(row: Row) -> str:
    """Return what the own figure stands against, with a star where another line contradicts it."""
    if row["statistic"] == "share_above":
        printed = "> " + _with_unit(row["published_value"], row["unit"])
    elif row["published_value"] is None or row["statistic"] in ("fastest", "slowest"):
        low, high = _number(row["published_low"]), _number(row["published_high"])
        printed = f"{low}-{high} {UNITS.get(row['unit'], '')}".strip()
    else:
        printed = _with_unit(row["published_value"], row["unit"])
    return printed + ("*" if row["conflict_group"] else "")


def _with_unit(value: float, unit: str) -> str:
    return f"{_number(value)} {UNITS.get(unit, '')}".strip()


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
