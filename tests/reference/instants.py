"""Instants as whole microseconds since 1970 in UTC, so that every sum is an integer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import overload

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # naive values are UTC throughout the reference
DAY = 86_400_000_000


def micros(instant: datetime) -> int:
    """Return an instant (naive ones are UTC) as microseconds."""
    if instant.tzinfo is not None:
        instant = instant.astimezone(UTC).replace(tzinfo=None)
    return (instant - EPOCH) // MICROSECOND


@overload
def moment(instant: int) -> datetime: ...
@overload
def moment(instant: int | None) -> datetime | None: ...
def moment(instant: int | None) -> datetime | None:
    """Return microseconds as a naive UTC instant."""
    return None if instant is None else EPOCH + instant * MICROSECOND


def seconds(duration: int | None) -> float | None:
    """Divide once, last."""
    return None if duration is None else duration / 1_000_000
