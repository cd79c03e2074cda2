"""Figures of surveys, leads and visits to the portal, read off the dictionary in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import Any

from tests.marts.hand_made_core import Core, Row
from tests.marts.plain_series import Rows, Slice


def share(
    metric_id: str, rows: Sequence[Row], test: Callable[[Row], Any], statistic: str = "share"
) -> tuple[Any, ...]:
    """Return the share of the rows of which the answer is known."""
    answers = [bool(answer) for answer in map(test, rows) if answer is not None]
    value = sum(answers) / len(answers) if answers else None
    return metric_id, None, statistic, value, len(answers)


def mean(metric_id: str, values: Sequence[float]) -> tuple[Any, ...]:
    return metric_id, None, "mean", fmean(values) if values else None, len(values)


class Extras:
    """What a core holds beside its contacts."""

    def __init__(self, core: Core) -> None:
        self.surveys = Rows(core.surveys)
        self.leads = Rows(core.leads)
        # The portal is a channel without contacts of its own.
        place = {"channel": "portal", "exclusion_reason": None}
        self.sessions = Rows(row | place for row in core.sessions)

    def asked(self, part: Slice) -> Iterator[tuple[Any, ...]]:
        """Ratings count by their own date, surveys by the date on which they were sent."""
        rated = [row for row in part.rows(self.surveys, "responded_at") if row["is_latest"]]
        csat = [row for row in rated if row["kind"] == "csat"]
        yield share("csat", csat, lambda row: row["is_satisfied"])
        sent = [row for row in part.rows(self.surveys, "offered_at") if row["kind"] == "csat"]
        yield share("csat", sent, lambda row: row["score"] is not None, "response_rate")
        classes = [row["nps_class"] for row in rated if row["kind"] == "nps"]
        if classes:
            score = 100 * (classes.count("promoter") - classes.count("detractor")) / len(classes)
            yield "nps", None, "score", score, len(classes)
        efforts = [
            round(10 * (row["score"] - row["scale_min"]) / (row["scale_max"] - row["scale_min"]), 6)
            for row in rated
            if row["kind"] == "ces"
        ]
        if efforts:
            yield "ces", None, "mean_on_0_to_10", fmean(efforts), len(efforts)

    def captured(self, part: Slice, days: int) -> Iterator[tuple[Any, ...]]:
        rows = part.rows(self.leads, "captured_at")
        if rows:
            yield "leads", None, "count", len(rows), len(rows)
            yield "leads", None, "mean_per_day", len(rows) / days, days
        yield share("lead_conversion", rows, lambda row: row["is_converted"])

    def visited(self, part: Slice) -> Iterator[tuple[Any, ...]]:
        rows = part.rows(self.sessions, "started_at")
        ended = [row for row in rows if row["has_ticket_within_24h"] is not None]
        yield share("deflection_share", ended, lambda row: not row["has_ticket_within_24h"])
        readers = [row for row in ended if row["has_read_article"]]
        yield share("self_service_share", readers, lambda row: not row["has_ticket_within_24h"])
        devices = [row["device"].lower() for row in rows if row["device"]]
        for device in ("desktop", "mobile", "tablet"):
            if devices:
                value = devices.count(device) / len(devices)
                yield "device_mix", None, f"share_{device}", value, len(devices)
