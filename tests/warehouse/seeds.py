"""The project's seeds, as the reference reads them."""

from __future__ import annotations

import csv

from orchestration.config import PROJECT
from tests.reference.channels import Seeds


def read_seeds() -> Seeds:
    """Read the channel aliases and the channels' schedules."""
    return Seeds(
        aliases={
            (row["source_type"], row["raw_value"].strip().lower()): row["channel"]
            for row in _rows("channel_aliases")
        },
        channel_schedules=[
            (row["connection"] or None, row["channel"] or None, row["schedule_id"])
            for row in _rows("channel_schedules")
        ],
    )


def _rows(seed: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
