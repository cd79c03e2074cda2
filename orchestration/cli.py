"""The command line: thin over Dagster, dbt and DuckDB, which are imported only when needed."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from orchestration.config import ConfigurationError, Settings
from orchestration.terminal import (
    EXIT_FAILED,
    EXIT_USAGE,
    CommandError,
    run_night,
    say,
    show_scorecard,
)

Format = Literal["parquet", "csv", "jsonl"]
Landing = Annotated[
    Path | None, typer.Option(help="Landing folder. [env: SUPPORTMART_LANDING]", show_default=False)
]
Warehouse = Annotated[
    Path | None,
    typer.Option(help="Private database file. [env: SUPPORTMART_WAREHOUSE]", show_default=False),
]
Serving = Annotated[
    Path | None,
    typer.Option(help="Published database file. [env: SUPPORTMART_SERVING]", show_default=False),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        help="The instant to call now, ISO 8601. [env: SUPPORTMART_AS_OF]", show_default=False
    ),
]

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Help-desk data into fact tables, channel marts and a scorecard against benchmarks.",
)


@app.command()
def demo(
    contacts: Annotated[int, typer.Option(help="Contacts to simulate.")] = 5_000,
    days: Annotated[int, typer.Option(help="Days to spread them over.")] = 180,
    seed: Annotated[int, typer.Option(help="The same seed gives the same help desk.")] = 1,
) -> None:
    """Simulate a help desk, run the nightly job on it, print the channel scorecard.

    Everything lies in var/demo, apart from your own data, unless SUPPORTMART_* says otherwise.
    """
    from orchestration.demo import demo_settings, prepare_demo
    from orchestration.gates.page import data_docs_page
    from orchestration.simulator import SimulationError

    settings = demo_settings()
    try:
        prepare_demo(settings, contacts=contacts, days=days, seed=seed)
    except SimulationError as error:
        raise CommandError(str(error), EXIT_USAGE) from error
    say(
        "simulated: a few rows are broken on purpose, to show what is done with them; "
        "the notices below name them"
    )
    # A full refresh is not compared with what an earlier, perhaps larger demo has published.
    last_line = run_night(settings, full_refresh=True)
    show_scorecard(settings.serving)
    typer.echo(
        f"\nThe figures above are in {settings.serving}: open it with DuckDB or a BI tool.\n"
        "  what each number means   docs/metrics.md\n"
        "  your own data            README.md, Your own data in five steps\n"
        "  runs, tables, checks     make ui\n"
        f"  the quality gates        {data_docs_page(settings.warehouse)}"
    )
    say(last_line)


@app.command()
def simulate(
    contacts: Annotated[int, typer.Option(help="Contacts to simulate.")],
    days: Annotated[int, typer.Option(help="Days to spread them over.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")],
    out: Annotated[Path, typer.Option(help="Landing folder to write.")],
    format: Annotated[Format, typer.Option(help="Format of the files.")] = "parquet",  # noqa: A002
    connections: Annotated[int, typer.Option(help="Help desks to spread them over.")] = 2,
    last_day: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day that is simulated.")
    ] = datetime(2025, 6, 30),  # noqa: DTZ001
) -> None:
    """Write a landing folder of simulated help desks."""
    from orchestration.simulator import SimulationError, simulate

    try:
        summary = simulate(
            out, contacts, days, seed, format, last_day.date(), connections=connections
        )
    except SimulationError as error:
        raise CommandError(str(error), EXIT_USAGE) from error
    for connection, rows in summary.rows.items():
        typer.echo(f"{connection}: " + ", ".join(f"{n:,} {table}" for table, n in rows.items()))
    say(f"simulated into {out}: run `supportmart nightly --landing {out}`")


@app.command()
def nightly(
    landing: Landing = None,
    warehouse: Warehouse = None,
    serving: Serving = None,
    as_of: AsOf = None,
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Build every model from nothing.")
    ] = False,
) -> None:
    """Load, check, build, check and publish, as the Dagster job `nightly`, in this process."""
    settings = _night_settings(landing, warehouse, serving, as_of)
    say(run_night(settings, full_refresh=full_refresh))


@app.command(
    epilog="For example: supportmart repair --connection acme, "
    "or: supportmart repair --from 2026-01-01 --to 2026-01-31"
)
def repair(
    connection: Annotated[
        list[str] | None,
        typer.Option(help="Connection; may be given several times.", show_default=False),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="First day, 2026-01-31.", show_default=False)
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", help="Last day, 2026-01-31.", show_default=False)
    ] = None,
    landing: Landing = None,
    warehouse: Warehouse = None,
    serving: Serving = None,
    as_of: AsOf = None,
) -> None:
    """Compute chosen connections or days anew from raw, as part of a night: the job `repair`."""
    from orchestration.repair import Repair, check_connections

    chosen = Repair.parse(connection or [], first, last)
    settings = _night_settings(landing, warehouse, serving, as_of)
    check_connections(chosen, settings.warehouse)
    say(run_night(settings, repair=chosen))


@app.command()
def scorecard(serving: Serving = None) -> None:
    """Print the channel scorecard against the published benchmarks."""
    settings = Settings.from_environment(serving=serving)
    show_scorecard(settings.serving)
    say(f"from {settings.serving}; what each number means: docs/metrics.md")


@app.command(
    epilog="For example: supportmart erase --connection acme --customer 4711, "
    "or: supportmart erase --email ann@example.com"
)
def erase(
    connection: Annotated[
        str | None, typer.Option(help="Connection of the customer.", show_default=False)
    ] = None,
    customer: Annotated[
        str | None, typer.Option(help="The customer's id in that connection.", show_default=False)
    ] = None,
    email: Annotated[
        str | None, typer.Option(help="E-mail address, on all connections.", show_default=False)
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="The whole connection, with all its rows.")
    ] = False,
    warehouse: Warehouse = None,
) -> None:
    """Remove a person, by connection and customer id or by e-mail address; or a connection."""
    wanted = [customer is not None, email is not None, everything]
    if sum(wanted) != 1 or (connection is None) != (email is not None):
        raise CommandError(
            "give --connection with --customer (or with --all), or --email alone: "
            "`supportmart erase --help` has an example",
            EXIT_USAGE,
        )
    from orchestration.erase import NobodyFoundError, erase_connection, erase_person
    from orchestration.warehouse import WarehouseBusyError

    settings = Settings.from_environment(warehouse=warehouse)
    try:
        if everything:
            erased = erase_connection(settings, str(connection))
        else:
            erased = erase_person(settings, connection=connection, customer=customer, email=email)
    except NobodyFoundError as error:
        raise CommandError(str(error), EXIT_USAGE) from error
    except WarehouseBusyError as error:
        raise CommandError(str(error), EXIT_FAILED) from error
    for line in erased:
        typer.echo(line)
    # An ordinary night would be held: half of what is published has vanished.
    then = "nightly --full-refresh" if everything else "nightly"
    what = "connection" if everything else "person"
    say(f"erased from the warehouse: run `supportmart {then}` to publish without this {what}")


@app.command()
def doctor() -> None:
    """Check configuration, files, versions and locks, and say how to mend each."""
    from orchestration.doctor import examine

    findings = list(examine())
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.is_well else 'MEND'}  {finding.subject}: {finding.state}")
        if finding.mend:
            typer.echo(f"      {finding.mend}")
    unwell = [finding for finding in findings if not finding.is_well]
    if unwell:
        raise CommandError(
            f"{len(unwell)} of {len(findings)} things to mend, first: {unwell[0].mend}", EXIT_USAGE
        )
    say("all is well: run `supportmart nightly`")


def _night_settings(
    landing: Path | None, warehouse: Path | None, serving: Path | None, as_of: str | None
) -> Settings:
    settings = Settings.from_environment(
        landing=landing, warehouse=warehouse, serving=serving, as_of=as_of
    )
    if not settings.landing.is_dir():
        raise ConfigurationError(
            f"the landing folder {settings.landing} is no folder: make it with a folder for each "
            "connection in it, or set SUPPORTMART_LANDING (--landing)"
        )
    return settings


def main() -> None:
    """Run a command; whatever happens, the last line on standard error says what to do."""
    try:
        result = app(standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except CommandError as error:
        say(str(error))
        code = error.exit_code
    except ConfigurationError as error:
        say(str(error))
        code = EXIT_USAGE
    except typer.TyperException as error:
        commands = {getattr(entry.callback, "__name__", "") for entry in app.registered_commands}
        named = [name for name in sys.argv[1:2] if name in commands]
        program = " ".join(["supportmart", *named])
        say(f"{error.format_message().rstrip('.')}: see `{program} --help`")
        code = EXIT_USAGE
    except (KeyboardInterrupt, typer.Abort):
        say("stopped: run the command again")
        code = EXIT_FAILED
    except Exception as error:  # noqa: BLE001 - a user gets a line, never a traceback
        say(_last_words(error))
        code = EXIT_FAILED
    sys.exit(code)


def _last_words(error: Exception) -> str:
    """Return one line about an error that nothing above has a better word for."""
    first_line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return f"failed: {first_line}; `supportmart doctor` checks the usual causes"


if __name__ == "__main__":
    main()
