"""Makes a failing story small when one run of dbt takes seconds, however many stories it reads.

All candidates of a round are put to the test together, so that a story of a hundred rows and values
takes a few rounds instead of hundreds of runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from orchestration.landing.contract import read_contracts
from tests.warehouse.stories import Story

Part = TypeVar("Part")
ROUNDS = 6


def shrink(story: Story, fails: Callable[[list[Story]], list[bool]]) -> Story:
    """Drop the rows, then the optional values, that a story fails without."""
    story = _shorten(story, fails)
    cells = [
        (position, column)
        for position, (_, table, row) in enumerate(story)
        for column, value in row.items()
        if value is not None and column not in _mandatory(table)
    ]

    def keeping(kept: list[tuple[int, str]]) -> Story:
        dropped = set(cells) - set(kept)
        return [
            (
                connection,
                table,
                {column: value for column, value in row.items() if (i, column) not in dropped},
            )
            for i, (connection, table, row) in enumerate(story)
        ]

    return keeping(_shorten(cells, lambda lists: fails([keeping(kept) for kept in lists])))


def _shorten(parts: list[Part], fails: Callable[[list[list[Part]]], list[bool]]) -> list[Part]:
    """Try to drop every run of 1, 2, 4, ... parts alone, then the droppable runs together."""
    for _ in range(ROUNDS):
        runs = [
            range(first, min(first + size, len(parts)))
            for size in (2**power for power in range(len(parts).bit_length()))
            for first in range(0, len(parts), size)
        ]
        alone = [_without(parts, [run]) for run in runs]
        droppable = [run for run, failed in zip(runs, fails(alone), strict=True) if failed]
        if not droppable:
            break
        droppable.sort(key=len, reverse=True)
        together = [_without(parts, droppable[:count]) for count in range(1, len(droppable) + 1)]
        failing = [kept for kept, failed in zip(together, fails(together), strict=True) if failed]
        parts = min(failing, key=len)
    return parts


def _without(parts: list[Part], runs: Iterable[range]) -> list[Part]:
    dropped = {position for run in runs for position in run}
    return [part for position, part in enumerate(parts) if position not in dropped]


def _mandatory(table: str) -> set[str]:
    columns = read_contracts()["helpdesk"].tables[table].columns
    return {column.name for column in columns if column.mandatory}
