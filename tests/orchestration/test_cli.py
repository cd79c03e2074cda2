from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import cli, nightly
from orchestration.landing import seeds
from orchestration.nightly import NightlyResult


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUPPORTMART_LANDING", str(tmp_path / "landing"))
    monkeypatch.setenv("SUPPORTMART_WAREHOUSE", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setenv("SUPPORTMART_SERVING", str(tmp_path / "serving.duckdb"))
    return tmp_path


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["supportmart", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert isinstance(end.value.code, int)
    return end.value.code


def _ends(monkeypatch: pytest.MonkeyPatch, home: Path, result: NightlyResult | Exception) -> None:
    (home / "landing").mkdir()

    def run_nightly(*_: Any, **__: Any) -> NightlyResult:
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(nightly, "run_nightly", run_nightly)


@pytest.mark.parametrize(
    "command", ["demo", "simulate", "nightly", "repair", "scorecard", "erase", "doctor"]
)
def test_every_command_has_help(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, command, "--help") == 0
    assert f"supportmart {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["nightly", "--sideways"], "--sideways"),
        (["fortnightly"], "fortnightly"),
        (["simulate", "--days", "1", "--seed", "1", "--out", "x"], "--contacts"),
        (
            ["simulate", "--contacts", "many", "--days", "1", "--seed", "1", "--out", "x"],
            "--contacts",
        ),
        (["simulate", "--contacts", "1", "--days", "1", "--seed", "1", "--out", "x"], "contacts"),
        (["nightly", "--as-of", "yesterday"], "yesterday"),
        (["nightly", "--serving", "marts.duckdb"], "marts"),
        (["nightly", "--landing", "nowhere"], "nowhere"),
        (["nightly", "--landing", "/", "--as-of", "2999-01-01"], "2999-01-01"),
        (["nightly", "--landing", "/", "--warehouse", "/proc/w.duckdb"], "/proc/w.duckdb"),
        (["nightly", "--landing", "/", "--serving", f"{__file__}/s.duckdb"], "s.duckdb"),
        (["erase"], "--email"),
        (["erase", "--connection", "desk"], "--customer"),
        (["erase", "--connection", "desk", "--customer", "7", "--email", "a@b.c"], "--email"),
        (["erase", "--email", "a@b.c"], "warehouse"),
        (["erase", "--all"], "--connection"),
        (["erase", "--connection", "desk", "--customer", "7", "--all"], "--customer"),
        (["erase", "--connection", "desk", "--all"], "warehouse"),
        (["scorecard"], "nightly"),
        (["repair"], "--connection"),
        (["repair", "--from", "2026-01-01"], "--to"),
        (["repair", "--to", "2026-01-31"], "--from"),
        (["repair", "--from", "yesterday", "--to", "2026-01-31"], "--from is 'yesterday'"),
        (["repair", "--from", "2026-01-31", "--to", "2026-02-30"], "--to is '2026-02-30'"),
        (["repair", "--from", "2026-02-01", "--to", "2026-01-31"], "lies after --to"),
        (["repair", "--connection", "desk", "--landing", "nowhere"], "nowhere"),
        (["repair", "--connection", "desk", "--landing", "/"], "supportmart nightly"),
    ],
)
def test_bad_usage_exits_2_and_the_last_line_says_what_to_do(
    arguments: list[str],
    named: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(monkeypatch, *arguments) == 2
    error = capsys.readouterr().err
    assert named in error.splitlines()[-1]
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("result", "code", "named"),
    [
        (NightlyResult("run", "published", None), 0, "with `supportmart scorecard`"),
        (
            NightlyResult("run", "degraded", "error: desk/tickets.csv: cut off; load it again"),
            0,
            "desk/tickets.csv: cut off; load it again",
        ),
        (NightlyResult("run", "held", "shares of marts.m: found 3"), 3, "shares of marts.m"),
        (NightlyResult("run", "failed", "no space left"), 1, "no space left"),
        (OSError("no space left"), 1, "no space left"),
    ],
)
def test_the_exit_code_and_the_last_line_say_how_the_night_ended(
    result: NightlyResult | Exception,
    code: int,
    named: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _ends(monkeypatch, home, result)
    assert _run(monkeypatch, "nightly") == code
    error = capsys.readouterr().err
    assert named in error.splitlines()[-1]
    assert "Traceback" not in error


def test_a_scorecard_elsewhere_is_named_in_the_command_that_prints_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _ends(monkeypatch, home, NightlyResult("run", "published", None))
    assert _run(monkeypatch, "nightly", "--serving", str(home / "other.duckdb")) == 0
    look = f"`supportmart scorecard --serving {home / 'other.duckdb'}`"
    assert capsys.readouterr().err.splitlines()[-1].endswith(look)


def test_commands_to_run_are_written_as_they_run_from_here(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setattr(sys, "argv", [str(home / ".venv" / "bin" / "supportmart"), "scorecard"])
    with pytest.raises(SystemExit):
        cli.main()
    assert "run `.venv/bin/supportmart nightly`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("result", "is_published", "said"),
    [
        (NightlyResult("run", "held", "mend a"), False, "held back, nothing is published yet"),
        (NightlyResult("run", "failed", "mend a"), False, "failed, nothing is published yet"),
        (NightlyResult("run", "failed", "mend a"), True, "serving.duckdb stays as it was"),
    ],
)
def test_what_is_published_stays_only_where_something_is(
    result: NightlyResult,
    is_published: bool,
    said: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if is_published:
        duckdb.connect(str(home / "serving.duckdb")).close()
    _ends(monkeypatch, home, result)
    assert _run(monkeypatch, "nightly") != 0
    assert said in capsys.readouterr().err.splitlines()[-1]


def test_a_failure_is_told_once_and_the_log_that_has_it_in_full_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = home / "last_failure.log"
    _ends(monkeypatch, home, NightlyResult("run", "failed", "error: no space left", log))
    assert _run(monkeypatch, "nightly") == 1
    assert capsys.readouterr().err.splitlines() == [
        f"the failure in full: {log}",
        "failed, nothing is published yet: no space left",
    ]


@pytest.mark.parametrize(
    ("arguments", "help_of"),
    [
        (["nightly", "--sideways"], "supportmart nightly"),
        (["nightly", "--serving"], "supportmart nightly"),
        (["simulate"], "supportmart simulate"),
        (["fortnightly"], "supportmart"),
    ],
)
def test_a_wrong_option_points_to_the_help_of_its_command(
    arguments: list[str],
    help_of: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(monkeypatch, *arguments) == 2
    assert f"see `{help_of} --help`" in capsys.readouterr().err.splitlines()[-1]


def test_the_help_of_erase_has_the_example_that_its_error_promises(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "erase", "--help") == 0
    assert "erase --connection acme --customer 4711" in capsys.readouterr().out


def test_everything_that_was_refused_is_printed_and_the_last_line_is_one_of_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = NightlyResult("run", "degraded", "error: a: mend a\nerror: b: mend b")
    _ends(monkeypatch, home, result)
    assert _run(monkeypatch, "nightly") == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "error: a: mend a"
    assert lines[-1].endswith(
        "degraded: error: b: mend b (1 of 2; the others are above, and in quality.runs)"
    )


def test_a_row_of_a_seed_that_cannot_be_used_stops_a_night_before_it_begins(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _ends(monkeypatch, home, NightlyResult("run", "published", None))
    faults = ["seeds/a.csv, line 2: mend it", "seeds/b.csv, line 3: mend it too"]
    monkeypatch.setattr(seeds, "seed_faults", lambda _: faults)
    assert _run(monkeypatch, "nightly") == 2
    assert capsys.readouterr().err.splitlines() == faults


def test_only_connections_of_the_warehouse_can_be_repaired(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _ends(monkeypatch, home, NightlyResult("run", "published", None))
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute(
            "create schema quality; create table quality.row_ledger as"
            " select unnest(['desk', 'acme', 'desk']) as connection"
        )
    assert _run(monkeypatch, "repair", "--connection", "desk", "--connection", "dask") == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "the warehouse has no connection 'dask': it has acme, desk"
    )
    assert _run(monkeypatch, "repair", "--connection", "desk", "--connection", "acme") == 0


def test_doctor_exits_2_while_there_is_something_to_mend(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "doctor") == 2
    assert str(home / "landing") in capsys.readouterr().err.splitlines()[-1]
    (home / "landing" / "desk").mkdir(parents=True)
    (home / "landing" / "desk" / "connection.yml").write_text("type: helpdesk\n")
    (home / "landing" / "desk" / "tickets.csv").touch()
    (home / "landing" / "desk" / "messages.csv").touch()
    assert _run(monkeypatch, "doctor") == 0
