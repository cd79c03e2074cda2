"""A night that somebody ends, as a scheduler or an impatient person does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.harness import Connection, settings_below, write_landing

AS_OF = datetime.fromisoformat("2026-06-30T00:00:00+00:00")


@pytest.mark.parametrize("step", ["landing: loaded", "dbt: building everything"])
def test_a_night_that_is_ended_ends_and_says_so(step: str, tmp_path: Path) -> None:
    settings = settings_below(tmp_path, as_of=AS_OF)
    created_at = AS_OF - timedelta(days=1)
    tickets = [{"ticket_id": "1", "channel": "email", "created_at": created_at}]
    message = {"message_id": "1", "ticket_id": "1", "sent_at": created_at}
    write_landing(
        settings.landing,
        {
            "desk": Connection(
                {"tickets": tickets, "messages": [{**message, "sender_kind": "agent"}]}
            )
        },
    )
    with subprocess.Popen(
        [Path(sys.executable).with_name("supportmart"), "nightly"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **settings.environment(), "DAGSTER_HOME": str(tmp_path / "dagster")},
    ) as night:
        assert night.stdout
        told = next(line for line in night.stdout if step in line)
        assert step in told
        night.send_signal(signal.SIGTERM)
        end = night.stdout.read()

    assert night.returncode == 1
    assert "the run was ended from outside" in end
    assert "Traceback" not in end
    assert not settings.serving.exists()
    # Nobody holds the file any more: dbt's process has ended as well.
    with duckdb.connect(str(settings.warehouse)) as connection:
        is_built = connection.execute(
            "select 1 from duckdb_tables() where table_name = 'mart_benchmark_comparison'"
        ).fetchall()
    assert is_built == []
