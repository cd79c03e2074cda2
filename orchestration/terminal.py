"""What the commands share: a night from a shell, the scorecard, and the words of their ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from orchestration.config import ConfigurationError, Settings, check_writable
from orchestration.garbage import all_of_it_stays

if TYPE_CHECKING:
    from orchestration.repair import Repair

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_HELD = 3


class CommandError(Exception):
    """Ends a command; the message is the last line on standard error."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def run_night(
    settings: Settings, *, full_refresh: bool = False, repair: Repair | None = None
) -> str:
    """Run the job; return the last line of a run that published, raise that of any other."""
    # Dagster and Great Expectations warn about themselves; their users cannot mend that.
    import warnings

    warnings.simplefilter("ignore")
    with all_of_it_stays():
        from orchestration.landing.seeds import seed_faults
        from orchestration.nightly import run_nightly

    if faults := seed_faults(settings.project):
        for fault in faults[:-1]:
            say(fault)
        raise ConfigurationError(faults[-1])
    check_writable(settings)
    look = _look_at(settings)
    result = run_nightly(settings, full_refresh=full_refresh, repair=repair)
    lines = (result.detail or "").splitlines() or [""]
    for line in lines[:-1] if len(lines) > 1 else []:
        say(line)
    others = f" (1 of {len(lines)}; the others are above, and in quality.runs)"
    last = lines[-1] + (others if len(lines) > 1 else "")
    if result.status == "published":
        return f"published {settings.serving}: look at it with {look}"
    if result.status == "degraded":
        return f"published {settings.serving}, degraded: {last}"
    still = (
        f"what is published in {settings.serving} stays as it was"
        if settings.serving.exists()
        else "nothing is published yet"
    )
    if result.status == "held":
        from orchestration.gates.page import data_docs_page

        raise CommandError(
            f"held back, {still}: {last}; {data_docs_page(settings.warehouse)} shows every "
            "check: mend the data and run again",
            EXIT_HELD,
        )
    if result.log:
        say(f"the failure in full: {result.log}")
    raise CommandError(f"failed, {still}: {lines[-1].removeprefix('error: ')}", EXIT_FAILED)


def _look_at(settings: Settings) -> str:
    """Return the command that prints this scorecard; --serving only where it is not taken anyway.

    A run writes its settings into the environment, so that this is to be asked before.
    """
    usual = Settings.from_environment(
        landing=settings.landing, warehouse=settings.warehouse, as_of=settings.as_of
    )
    option = (
        "" if settings.serving == usual.serving else f" --serving {_from_here(settings.serving)}"
    )
    return f"`supportmart scorecard{option}`"


def show_scorecard(serving: Path) -> None:
    """Print the scorecard of a published file; raise where nothing is published."""
    if not serving.exists():
        raise CommandError(
            f"nothing is published in {serving}: run `supportmart nightly`, or `supportmart demo`",
            EXIT_USAGE,
        )
    from rich.console import Console

    from orchestration.scorecard import print_scorecard
    from orchestration.scorecard_rows import ScorecardError

    try:
        print_scorecard(serving, Console())
    except ScorecardError as error:
        raise CommandError(str(error), EXIT_USAGE) from error


def say(line: str) -> None:
    """Print a line on standard error, its commands written so that they run from here."""
    typer.echo(_as_called(line), err=True)


def _as_called(text: str) -> str:
    """Return a text in which the commands to run are written so that they run from here."""
    return text.replace("`supportmart ", f"`{_from_here(Path(sys.argv[0]))} ")


def _from_here(path: Path) -> Path:
    """Return a path below the current directory as a relative one, which is shorter to type."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
