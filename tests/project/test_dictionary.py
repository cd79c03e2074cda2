"""Every metric that the dictionary defines is shown in a mart, where the catalogue says."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path
from typing import Any

import pytest

from orchestration.config import PROJECT

# The dictionary as the project prints it, and as it was agreed on beside the checkout.
OURS = PROJECT / "docs" / "metrics.md"
AGREED = PROJECT.parent / "shared" / "metrics.md"


@pytest.fixture(scope="module")
def catalogue() -> dict[str, str]:
    with (PROJECT / "seeds" / "metric_catalogue.csv").open(encoding="utf-8") as file:
        return {row["metric_id"]: row["shown_in"] for row in csv.DictReader(file)}


def ids(dictionary: Path) -> set[str]:
    """Return the ids in the first column of the tables of sections 2 and 4."""
    found: set[str] = set()
    section = ""
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3]
        elif section in ("2", "4") and line.startswith("| "):
            cell = re.sub(r"\(.*?\)", "", line.split("|")[1])
            found.update(name.strip() for name in re.split("[,/]", cell))
    return found - {"id"}


@pytest.mark.parametrize("dictionary", [OURS, AGREED], ids=["ours", "agreed"])
def test_every_metric_of_the_dictionary_is_in_the_catalogue(
    dictionary: Path, catalogue: dict[str, str]
) -> None:
    if not dictionary.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"{dictionary.name} is not in {dictionary.parent}")
    metrics = ids(dictionary)
    # The first and the last of both sections, and rows of several.
    assert {
        "first_reply",
        "wrap_up",
        "contacts_created",
        "impact",
        "fcr_net",
        "agent_work",
    } <= metrics
    assert sorted(metrics - catalogue.keys()) == []


def test_every_metric_is_shown_where_the_catalogue_says(
    catalogue: dict[str, str], models: dict[str, dict[str, Any]]
) -> None:
    wrong = []
    for metric_id, shown_in in catalogue.items():
        schema, name, *column = shown_in.split(".")
        model = models.get(name)
        if model is None or model["schema"] != schema or schema != "marts":
            wrong.append(f"{metric_id}: there is no published mart {schema}.{name}")
        elif not set(column) <= model["columns"].keys():
            wrong.append(f"{metric_id}: {name} has no column {column[0]}")
        elif not column and name != "mart_channel_metrics":
            wrong.append(f"{metric_id}: which column of {name}?")
    assert wrong == []
