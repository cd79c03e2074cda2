"""The channel scorecard: each channel's headline figures, and the published ones beside the own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from string import ascii_lowercase

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.scorecard_figures import SECONDS, duration, figure, per_day, percent, span
from orchestration.scorecard_rows import MEND, Row, read_scorecard

VERDICT_STYLES = {"better": "green", "worse": "red", "within": "cyan", "too few": "dim"}

# What a statistic adds to the metric's name.
STATISTICS = {
    "fastest": ", companies",
    "slowest": ", companies",
    "typical": ", typical",
    "mean_per_day": " a day",
    "share_of_group": ", of group",
    "share_desktop": ", desktop",
    "share_mobile": ", mobile",
    "share_tablet": ", tablet",
    "share_within_1h": " within 1 h",
    "share_within_4h": " within 4 h",
    "share_within_24h": " within 24 h",
    "share_within_48h": " within 48 h",
    "ratio_to_portal": " to portal",
    "ratio_to_chat_or_phone": " to chat/phone",
}

CHANNEL_NOTE = (
    "All connections. Reply wait: of each turn of the customer, median. First contact: resolved "
    "with one reply, and nobody came back within seven days. -: not known."
)
VERDICT_NOTE = (
    "better, worse: the own 95 % interval lies wholly beyond the published figure; neither: it "
    "does, but no side is the better one; within: it does not; too few: under 30 samples, not "
    "judged. companies: the range of companies' means. *: published figures that contradict each "
    "other."
)


def print_scorecard(serving: Path, console: Console) -> None:
    """Print the scorecard from a published database file, which is only read."""
    run, channels, benchmarks, period = read_scorecard(serving)
    for row in run:
        _print_run(row, console)
    if not channels:
        console.print(f"No contacts in {serving}: drop data into the landing folder and {MEND}.")
        return
    _print_table(_channel_table(channels, period), console)
    console.print(CHANNEL_NOTE, highlight=False)
    _print_comparison(benchmarks, console)


def _print_run(run: Row, console: Console) -> None:
    """Say how fresh the figures are, and whether something is missing from them."""
    console.print(
        f"{run['status']} {run['finished_at']:%Y-%m-%d %H:%M} UTC, "
        f"as of {run['as_of']:%Y-%m-%d %H:%M} UTC",
        style="red" if run["status"] == "degraded" else "green",
        highlight=False,
    )
    errors = (run["detail"] or "").splitlines()
    if errors:
        others = f" (and {len(errors) - 1} more in quality.runs)" if len(errors) > 1 else ""
        console.print(f"{errors[0]}{others}", highlight=False, markup=False)
    console.print()


def _print_table(table: Table, console: Console) -> None:
    """Print a table without cutting off a figure: a narrower terminal breaks its lines."""
    usual = console.width
    # A table never asks for more than its console has.
    console.width = 1_000
    console.width = max(usual, console.measure(table).maximum)
    console.print(table)
    console.width = usual


def _table(title: str) -> Table:
    return Table(
        title=title,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=0,
        show_edge=False,
        pad_edge=False,
    )


def _channel_table(rows: Sequence[Row], period: Row) -> Table:
    table = _table(f"Channels, {period['first_on']} to {period['last_on']}")
    table.add_column("channel", no_wrap=True)
    for header in (
        "con-\ntacts",
        "a day",
        "ans-\nwered\n%",
        "first\nreply\nmedian",
        "first\nreply\nmean",
        "within\n24 h\n%",
        "reply\nwait",
        "full\nresol.\nmedian",
        "closed\n%",
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
            per_day(row["contacts_created_per_day"]),
            percent(row["answered_share"]),
            duration(row["first_reply_median_hours"], "hours"),
            duration(row["first_reply_mean_hours"], "hours"),
            percent(row["first_reply_within_24h_share"]),
            duration(row["reply_time_median_minutes"], "minutes"),
            duration(row["full_resolution_median_hours"], "hours"),
            percent(row["closed_share"]),
            percent(row["fcr_net_share"]),
            style="" if is_channel else "bold",
            end_section=not is_channel,
        )
    return table


def _print_comparison(benchmarks: Sequence[Row], console: Console) -> None:
    compared = [row for row in benchmarks if row["own_value"] is not None]
    reasons = Counter(row["reason_not_compared"] for row in benchmarks if row not in compared)
    console.print()
    if compared:
        documents = sorted({_document(row) for row in compared})
        sources = dict(zip(documents, ascii_lowercase, strict=False))
        _print_table(_benchmark_table(compared, sources), console)
        console.print(VERDICT_NOTE, highlight=False)
        listed = "; ".join(f"{letter} {document}" for document, letter in sources.items())
        console.print(f"In: {listed}.", highlight=False)
    elif reasons:
        reason, count = reasons.most_common(1)[0]
        console.print(
            f"None of the {reasons.total()} published figures can be compared. "
            f"{count} of them, because: {reason}.",
            highlight=False,
        )
        return
    if reasons:
        console.print(f"\n{reasons.total()} published figures are not compared:", highlight=False)
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(justify="right")
        grid.add_column(overflow="fold")
        for reason, count in reasons.most_common():
            grid.add_row(f"  {count}", reason)
        console.print(grid)


def _document(row: Row) -> str:
    return f"{row['publisher']} {row['document']}"


def _benchmark_table(rows: Sequence[Row], sources: dict[str, str]) -> Table:
    table = _table("Own figures against published ones")
    table.add_column("channel, metric", no_wrap=True)
    for header in ("published", "own", "95 %\ninterval", "samples"):
        table.add_column(header, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("in", no_wrap=True)
    for channel, of_channel in groupby(
        rows, key=lambda row: row["channel"] or row["channel_group"]
    ):
        table.add_row(channel, style="bold")
        # A figure that several documents print, and nothing else about it differs, is one line.
        for line, same in _folded(of_channel):
            metric, published, *own, verdict = line
            table.add_row(
                metric,
                published + ("*" if any(row["conflict_group"] for row in same) else ""),
                *own,
                Text(verdict, style=VERDICT_STYLES.get(verdict, "")),
                " ".join(sorted({sources[_document(row)] for row in same})),
            )
        table.add_section()
    return table


def _folded(rows: Iterable[Row]) -> Iterable[tuple[tuple[str, ...], list[Row]]]:
    """Return the lines to print, each with the published figures that it stands for."""
    lines: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        lines.setdefault(_line(row), []).append(row)
    return lines.items()


def _line(row: Row) -> tuple[str, ...]:
    verdict = row["verdict"] or "neither"
    is_judged = verdict != "too few"
    return (
        f"  {_metric(row)}",
        _published(row),
        figure(row["own_value"], row["unit"]),
        span(row["own_low"], row["own_high"], row["unit"]) if is_judged else "-",
        f"{row['sample_size']:,}",
        verdict,
    )


def _metric(row: Row) -> str:
    name = str(row["metric_id"]).removesuffix("_share").replace("_", " ")
    clock = " (business)" if row["clock"] == "business" else ""
    # Of a share or a count there is only the mean; of a duration there are others.
    statistic = ", mean" if row["statistic"] == "mean" and row["unit"] in SECONDS else ""
    return name + STATISTICS.get(row["statistic"], statistic) + clock


def _published(row: Row) -> str:
    """Return what the own figure stands against."""
    if row["statistic"] == "share_above":
        return "> " + figure(row["published_value"], row["unit"])
    if row["statistic"] == "share_below":
        return "< " + figure(row["published_value"], row["unit"])
    if row["published_value"] is None or row["statistic"] in ("fastest", "slowest"):
        return span(row["published_low"], row["published_high"], row["unit"])
    return figure(row["published_value"], row["unit"])
