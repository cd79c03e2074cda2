"""The metrics of the semantic layer, asked for with mf as a user would, against the marts."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from orchestration.config import PROJECT, Settings
from orchestration.dbt_project import DBT, MANIFEST_INPUTS
from tests.warehouse.harness import query

# Each metric's row of mart_channel_metrics: metric id, clock and statistic.
METRICS = {
    "contacts_created": ("contacts_created", None, "count"),
    "answered_share": ("answered_share", None, "share"),
    "closed_share": ("closed_share", None, "share"),
    "mean_first_reply_seconds": ("first_reply", "calendar", "mean"),
    "median_first_reply_seconds": ("first_reply", "calendar", "median"),
    "mean_full_resolution_seconds": ("full_resolution", "calendar", "mean"),
    "fcr_gross": ("fcr_gross", None, "share"),
    "response_rate": ("response_rate", None, "share"),
    "replies_sent": ("replies_sent", None, "count"),
    "resolved_in_period": ("resolved_in_period", None, "count"),
    "reopens": ("reopens", None, "count"),
    "csat": ("csat", None, "share"),
}

Figures = dict[tuple[str, ...], float]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, marts: Settings) -> Path:
    """Return a copy of the dbt project, parsed, whose serving file is the hand-made warehouse."""
    folder = tmp_path_factory.mktemp("project")
    for name in MANIFEST_INPUTS:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(PROJECT / name)
    (folder / "var").mkdir()
    shutil.copy(marts.warehouse, folder / "var" / "serving.duckdb")
    run(folder, DBT, "--quiet", "--warn-error-options", '{"error": "all"}', "parse")
    return folder


def run(project: Path, *command: str | Path) -> None:
    settings = {name: value for name, value in os.environ.items() if name[:12] != "SUPPORTMART_"}
    # mf asks the package index for a newer version of itself: this way it learns at once of none.
    environment = settings | {"DBT_TARGET": "serving", "HTTPS_PROXY": "http://127.0.0.1:9"}
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def asked(project: Path, *group_by: str) -> Figures:
    """Return what mf answers, by the values of group_by and metric."""
    answer = project / "answer.csv"
    by = ("--group-by", ",".join(group_by))
    run(project, DBT.with_name("mf"), "query", "--metrics", ",".join(METRICS), *by, "--csv", answer)
    with answer.open(encoding="utf-8", newline="") as file:
        return {
            (*(row[name][:10] for name in group_by), metric): float(row[metric])
            for row in csv.DictReader(file)
            for metric in METRICS
            if row[metric] and not is_empty_count(metric, row[metric])
        }


def published(settings: Settings, where: str, *columns: str) -> Figures:
    """Return the marts' figures in the same form."""
    names: Mapping[Any, str] = {row: metric for metric, row in METRICS.items()}
    figures = {
        (*(str(row[column]) for column in columns), metric): row["value"]
        for row in query(settings, f"select * from marts.mart_channel_metrics where {where}")
        if (metric := names.get((row["metric_id"], row["clock"], row["statistic"])))
        and not is_empty_count(metric, row["value"])
    }
    assert {metric for *_, metric in figures} == METRICS.keys()
    return figures


def is_empty_count(metric: str, value: Any) -> bool:
    """Tell whether it counts nothing: of such a group one side has a 0 and the other no row."""
    return METRICS[metric][2] == "count" and float(value) == 0


def test_every_metric_is_compared(project: Path) -> None:
    manifest = json.loads((project / "target" / "semantic_manifest.json").read_bytes())
    assert {metric["name"] for metric in manifest["metrics"]} == METRICS.keys()


def test_figures_by_local_day_connection_and_channel_are_the_marts(
    project: Path, marts: Settings
) -> None:
    figures = published(
        marts,
        "period_grain = 'day' and connection is not null and channel is not null",
        *("period_start", "connection", "channel"),
    )
    answer = asked(project, "metric_time__day", "connection", "channel")
    assert answer == pytest.approx(figures, rel=1e-9)


def test_figures_by_month_and_channel_group_are_the_marts(project: Path, marts: Settings) -> None:
    figures = published(
        marts,
        "period_grain = 'month' and level = 'group' and connection is null",
        *("period_start", "channel_group"),
    )
    answer = asked(project, "metric_time__month", "channel__channel_group")
    assert answer == pytest.approx(figures, rel=1e-9)
