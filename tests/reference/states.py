"""Status, resolutions, assignment and transfers of one contact, from its events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.reference.instants import micros
from tests.reference.rows import Row, natural_order

RESOLVED = ("solved", "closed")
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Change:
    """One event: a field's new value (None = unset) at an instant."""

    at: int
    value: str | None
    actor_kind: str | None
    actor: str | None


@dataclass
class Resolution:
    """One entry into a resolved state, and the reopenings around it."""

    at: int
    agent: str | None
    reopened_before: int | None
    reopened_at: int | None = None


@dataclass(frozen=True)
class Timeline:
    """A state that begins with a value and changes at instants, in order."""

    initial: str | None
    changes: Sequence[Change]

    @property
    def last(self) -> str | None:
        """The value now."""
        return self.changes[-1].value if self.changes else self.initial

    def at(self, instant: int) -> str | None:
        """The value of the last change at or before an instant."""
        value = self.initial
        for change in self.changes:
            if change.at <= instant:
                value = change.value
        return value


def changes_of(events: Iterable[Row], field: str) -> list[Change]:
    """Return one field's events in order: by instant, then id in natural order."""
    rows = sorted(
        (row for row in events if row["field"] == field),
        key=lambda row: (row["occurred_at"], natural_order(row["event_id"])),
    )
    return [
        Change(
            micros(row["occurred_at"]),
            # Statuses are the same words in any case.
            row["new_value"].lower() if field == "status" else row["new_value"],
            row.get("actor_kind"),
            row.get("actor_id"),
        )
        for row in rows
    ]


def spans_where(
    timelines: Sequence[Timeline],
    holds: Callable[..., bool],
    start: int,
    end: int,
) -> Spans:
    """Return the pieces between two instants in which a condition on the states holds."""
    instants = {change.at for timeline in timelines for change in timeline.changes}
    cuts = sorted({start, end, *(instant for instant in instants if start < instant < end)})
    return [
        (begins, ends)
        for begins, ends in pairwise(cuts)
        if holds(*(timeline.at(begins) for timeline in timelines))
    ]


def resolutions_of(status: Timeline) -> tuple[list[Resolution], list[int]]:
    """Return the entries into a resolved state and the instants of reopening, in event order."""
    resolutions: list[Resolution] = []
    reopens: list[int] = []
    was_resolved = status.initial in RESOLVED
    for change in status.changes:
        is_resolved = change.value in RESOLVED
        if is_resolved and not was_resolved:
            agent = change.actor if change.actor_kind == "agent" else None
            resolutions.append(Resolution(change.at, agent, reopens[-1] if reopens else None))
        elif was_resolved and not is_resolved:
            reopens.append(change.at)
            if resolutions:
                resolutions[-1].reopened_at = change.at
        was_resolved = is_resolved
    return resolutions, reopens


def transfers_of(*fields: Sequence[Change]) -> set[int]:
    """Return the instants at which a field moved from one value to another."""
    instants: set[int] = set()
    for changes in fields:
        last: str | None = None
        for change in changes:
            if change.value is None:
                continue
            if last is not None and change.value != last:
                instants.add(change.at)
            last = change.value
    return instants


def moved_tier(changes: Sequence[Change]) -> bool:
    """Say whether a tier other than the last one set before was ever set."""
    return bool(transfers_of(changes))
