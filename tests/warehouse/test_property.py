"""The warehouse tells every generated story as the plain-Python dictionary does.

A batch is one landing folder of many stories. Three batches run by default; set
SUPPORTMART_PROPERTY_BATCHES (and SUPPORTMART_PROPERTY_STORIES, the stories of a batch) for more.
A batch's number is its seed: `pytest tests/warehouse/test_property.py -k batch-7` repeats one.
"""

from __future__ import annotations

import os

import pytest

from tests.reference.channels import Seeds
from tests.warehouse.comparison import ANCHOR, ANCHORS, describe, differences
from tests.warehouse.drawing import draw_stories
from tests.warehouse.shrinking import shrink

BATCHES = int(os.environ.get("SUPPORTMART_PROPERTY_BATCHES", "3"))
STORIES = int(os.environ.get("SUPPORTMART_PROPERTY_STORIES", "150"))


@pytest.mark.parametrize("number", range(BATCHES), ids=lambda number: f"batch-{number}")
def test_the_warehouse_tells_every_story_as_the_dictionary_does(number: int, seeds: Seeds) -> None:
    batch = draw_stories(number, STORIES)
    found = differences(batch, seeds)
    if not found:
        return
    if ANCHOR in found:
        pytest.fail(describe(ANCHORS, found[ANCHOR]), pytrace=False)
    failing = min((batch[position] for position in found), key=len)
    smallest = shrink(
        failing,
        lambda candidates: [
            position in told
            for told in [differences(candidates, seeds)]
            for position in range(len(candidates))
        ],
    )
    lines = differences([smallest], seeds)[0]
    pytest.fail(
        f"{len(found)} of {len(batch)} stories are told differently; the smallest, made smaller\n"
        + describe(smallest, lines),
        pytrace=False,
    )
