"""The figures of mart_channel_metrics from a core, read off the dictionary in plain Python.

Slow and without cleverness: every series of every period filters the rows anew.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tests.marts.hand_made_core import (
    AS_OF,
    CHANNEL_GROUPS,
    FIXED_COSTS,
    Core,
    Row,
    local_date,
)
from tests.marts.plain_durations import DURATIONS, duration_figures
from tests.marts.plain_extras import Extras, mean, share
from tests.marts.plain_series import Rows, Slice, calendar, end_of
from tests.marts.plain_survival import first_reply_waits, first_resolution_waits, median_km

Figures = dict[tuple[Any, ...], tuple[float, int]]


def due(amount: int, day: date, days: int) -> int:
    """Return what is due after some days of a month's amount, in whole millionths."""
    return amount * 10**6 * days // monthrange(day.year, day.month)[1]


class Reading:
    """All figures of a core."""

    def __init__(self, core: Core) -> None:
        self.contacts = Rows(core.contacts)
        self.turns = Rows(core.turns)
        self.replies = Rows(core.replies)
        self.resolutions = Rows(core.resolutions)
        self.messages = core.messages
        self.extras = Extras(core)
        self.first_on = min(local_date(row["created_at"]) for row in self.contacts)
        self.last_on = max(
            local_date(row[name])
            for rows, name in (
                (self.contacts, "created_at"),
                (self.turns, "started_at"),
                (self.replies, "sent_at"),
                (self.resolutions, "resolved_at"),
                (self.resolutions, "reopened_at"),
            )
            for row in rows
            if row[name] is not None
        )
        self.unresolved = {day: list(self.unresolved_on(day)) for day in self.data_days()}

    def data_days(self) -> list[date]:
        days = (self.last_on - self.first_on).days + 1
        return [self.first_on + timedelta(days=number) for number in range(days)]

    def unresolved_on(self, day: date) -> Iterator[Row]:
        """Ask every contact of a connection with resolutions whether it ends the day unresolved."""
        tracked = {row["connection"] for row in self.resolutions}
        for row in self.contacts:
            if row["connection"] in tracked and row.get("requester_wait_seconds") is not None:
                entries = [
                    entry
                    for entry in self.resolutions
                    if entry["contact_key"] == row["contact_key"]
                ]
                if unresolved_at(row, entries, end_of(day)):
                    yield row

    def figures(self) -> Figures:
        """Return value and sample size of every figure that is known."""
        found: Figures = {}
        for part in self.slices():
            key = part.grain, part.start, part.connection, part.channel_group, part.channel
            for figure in (
                *self.created(part),
                *self.resolved(part),
                *self.exchanged(part),
                *self.backlog(part),
                *self.durations(part),
                *self.survival(part),
                *self.costs(part),
                *self.extras.asked(part),
                *self.extras.captured(part, self.days_of(part)),
                *self.extras.visited(part),
            ):
                metric_id, clock, statistic, value, sample_size = figure
                if value is not None:
                    found[(*key, metric_id, clock, statistic)] = (value, sample_size)
        return found | speed_ratios(found)

    def slices(self) -> Iterator[Slice]:
        """Yield every series of every period that any day could fall in."""
        days = [self.first_on + timedelta(days=n) for n in range(-5, 120)]
        starts: dict[tuple[str, date], set[date]] = {}
        for day in days:
            for grain, start in (
                ("day", day),
                ("week", day - timedelta(days=day.weekday())),
                ("month", day.replace(day=1)),
                ("all", self.first_on),
            ):
                starts.setdefault((grain, start), set()).add(day)
        groups = set(CHANNEL_GROUPS.values())
        for connection in (None, "desk", "shop", "tweets"):
            for (grain, start), members in starts.items():
                period = grain, start, frozenset(members), connection
                yield Slice(*period, None, None)
                for group in groups:
                    yield Slice(*period, group, None)
                for channel, group in CHANNEL_GROUPS.items():
                    yield Slice(*period, group, channel)

    def days_of(self, part: Slice) -> int:
        """Return the calendar days of a period that have begun."""
        if part.grain == "all":
            return len(self.data_days())
        today = local_date(AS_OF)
        return len({day for day in calendar(part.grain, part.start) if day <= today})

    def created(self, part: Slice) -> Iterator[tuple[Any, ...]]:
        rows = part.rows(self.contacts, "created_at")
        if not rows:
            return
        days = self.days_of(part)
        yield "contacts_created", None, "count", len(rows), len(rows)
        yield "contacts_created", None, "mean_per_day", len(rows) / days, days
        if part.channel is not None:
            whole = Slice(
                part.grain, part.start, part.days, part.connection, part.channel_group, None
            )
            group = len(whole.rows(self.contacts, "created_at"))
            yield "contacts_created", None, "share_of_group", len(rows) / group, group
        outbound = sum(row["is_outbound"] for row in rows)
        yield "outbound_contacts", None, "count", outbound, len(rows)
        truncated = sum(row["is_truncated"] for row in rows)
        yield "truncated_contacts", None, "count", truncated, len(rows)
        yield share("answered_share", rows, lambda row: row["human_replies"] > 0)
        yield share("closed_share", rows, lambda row: row.get("is_resolved"))
        told = [row for row in rows if row["has_assignment_history"]]
        yield mean("transfers_per_contact", [row["transfers_before_resolution"] for row in told])
        yield share("transferred_share", told, lambda row: row["transfers_before_resolution"] > 0)
        yield share("escalated_share", rows, lambda row: row["is_escalated"])
        yield share("failed_elsewhere_share", rows, lambda row: row["failed_elsewhere"])
        yield share("in_business_hours_share", rows, lambda row: row["created_in_business_hours"])
        if part.grain == "all":
            asking: dict[Any, bool] = {}
            for row in rows:
                if row["failed_elsewhere"] is not None and row["person_key"] is not None:
                    person = row["person_key"]
                    asking[person] = asking.get(person, False) or row["failed_elsewhere"]
            if asking:
                value = sum(asking.values()) / len(asking)
                yield "failed_elsewhere_share", None, "share_of_customers", value, len(asking)

    def resolved(self, part: Slice) -> Iterator[tuple[Any, ...]]:
        entries = part.rows(self.resolutions, "resolved_at")
        reopened = part.rows(self.resolutions, "reopened_at")
        rows = [row for row in part.rows(self.contacts, "resolved_at") if row["is_resolved"]]
        if entries or reopened:
            yield "resolved_in_period", None, "count", len(entries), len(entries)
            yield "reopens", None, "count", len(reopened), len(reopened)
        yield mean("touches", [row["human_replies"] for row in rows])
        for name, test in (
            ("share_with_0", lambda n: n == 0),
            ("share_with_1", lambda n: n == 1),
            ("share_with_2", lambda n: n == 2),
            ("share_with_3_or_more", lambda n: n >= 3),
        ):
            yield share("touches", rows, lambda row, t=test: t(row["human_replies"]), name)
        yield share("fcr_gross", rows, lambda row: row["is_fcr_gross"])
        settled = [row for row in rows if row["resolved_at"] + timedelta(days=7) <= AS_OF]
        yield share("fcr_net", settled, lambda row: row["is_fcr_net"])

    def exchanged(self, part: Slice) -> Iterator[tuple[Any, ...]]:
        turns = part.rows(self.turns, "started_at")
        replies = part.rows(self.replies, "sent_at")
        received = sum(
            row["inbound_messages"]
            for row in self.messages
            if row["sent_on"] in part.days and part.holds(row)
        )
        if turns or replies or received:
            answering = sum(row["answers_turn"] for row in replies)
            yield "messages_received", None, "count", received, received
            yield "replies_sent", None, "count", len(replies), len(replies)
            yield "unique_messages_replied", None, "count", answering, answering
        yield share("response_rate", turns, lambda row: row["answered_at"] is not None)
        if turns:
            total = sum(row["messages"] for row in turns)
            answered = sum(row["messages"] for row in turns if row["answered_at"] is not None)
            yield "message_response_rate", None, "share", answered / total, total

    def backlog(self, part: Slice) -> Iterator[tuple[Any, ...]]:
        """Count day by day, from the first day on which the series has a contact."""
        days = sorted(part.days & self.unresolved.keys())
        begun = [day for day in days if self.has_begun(part, day)]
        if begun:
            counts = [sum(map(part.holds, self.unresolved[day])) for day in days]
            yield "backlog", None, "mean", sum(counts) / len(days), len(days)
            yield "backlog", None, "period_end", counts[-1], len(days)

    def has_begun(self, part: Slice, day: date) -> bool:
        tracked = {row["connection"] for row in self.resolutions}
        return any(
            local_date(row["created_at"]) <= day
            for row in self.contacts
            if part.holds(row)
            and row["connection"] in tracked
            and row.get("requester_wait_seconds") is not None
        )

    def costs(self, part: Slice) -> Iterator[tuple[Any, ...]]:
        """Divide the cost of work, and what every day bears of its month, by who was handled."""
        handled = [row for row in part.rows(self.contacts, "created_at") if not row["is_bot_only"]]
        work = [row["cost_amount"] for row in handled if row.get("cost_amount") is not None]
        fixed = [
            due(amount, day, day.day) - due(amount, day, day.day - 1)
            for (connection, channel), amount in self.fixed_costs()
            if part.holds({"connection": connection, "channel": channel})
            for day in part.days.intersection(self.data_days())
        ]
        if handled and (work or fixed):
            total = sum(fixed) / 10**6 + sum(work)
            yield "cost_per_contact", None, "mean", total / len(handled), len(handled)

    def fixed_costs(self) -> Iterator[tuple[tuple[str, str], int]]:
        for connection, channel in {(row["connection"], row["channel"]) for row in self.contacts}:
            amount = FIXED_COSTS.get((connection, channel)) or FIXED_COSTS.get((None, channel))
            if amount is not None:
                yield (connection, channel), amount

    def survival(self, part: Slice) -> Iterator[tuple[Any, ...]]:
        if part.grain not in ("month", "all"):
            return
        rows = part.rows(self.contacts, "created_at")
        for metric_id, waits in (
            ("first_reply", first_reply_waits(rows)),
            ("first_resolution", first_resolution_waits(rows)),
        ):
            yield metric_id, "calendar", "median_km", median_km(waits), len(waits)

    def durations(self, part: Slice) -> Iterator[tuple[Any, ...]]:
        for duration in DURATIONS:
            yield from duration_figures(duration, getattr(self, duration.fact), part)


def unresolved_at(contact: Row, resolutions: Sequence[Row], instant: datetime) -> bool:
    created_at = contact["created_at"]
    if created_at >= instant:
        return False
    for row in resolutions:
        entered = max(row["resolved_at"], created_at)
        left = row["reopened_at"] and max(row["reopened_at"], created_at)
        if entered < instant and (left is None or left >= instant):
            return False
    return True


def speed_ratios(figures: Figures) -> Figures:
    """Return each group's mean first reply over each other's, and over chat and phone together."""
    means = {
        key: figure
        for key, figure in figures.items()
        if key[3] is not None and key[4] is None and key[5] == "first_reply" and key[7] == "mean"
    }
    ratios: Figures = {}
    for key, (value, samples) in means.items():
        grain, start, connection, group, _, _, clock, _ = key
        others = {
            other[3]: figure
            for other, figure in means.items()
            if (*other[:3], other[6]) == (grain, start, connection, clock)
        }
        both = [others[name] for name in ("chat", "phone") if name in others]
        if both and group not in ("chat", "phone"):
            total = sum(mean_value * count for mean_value, count in both)
            count = sum(count for _, count in both)
            others["chat_or_phone"] = (total / count, count)
        for name, (other_value, other_samples) in others.items():
            if name != group and value > 0 and other_value > 0:
                figure = value / other_value, min(samples, other_samples)
                ratios[(*key[:4], None, "speed_ratio", clock, f"ratio_to_{name}")] = figure
    return ratios
