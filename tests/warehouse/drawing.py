"""Batches of stories: Hypothesis only generates here, for one run of dbt must serve them all."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings

from tests.warehouse.stories import Story, stories


def draw_stories(number: int, count: int) -> list[Story]:
    """Draw a batch of so many stories; its number is its seed."""
    drawn: list[Story] = []

    @hypothesis_settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @seed(number)
    @given(stories())
    def draw(story: Story) -> None:
        drawn.append(story)

    draw()
    return drawn
