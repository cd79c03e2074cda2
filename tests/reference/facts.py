"""The metric dictionary in plain Python: rows of the contract in, rows of the four facts out.

Small and slow on purpose, and written from the dictionary alone, so that the warehouse's SQL can be
held against it. Keys are natural ids: a contact is (connection, ticket_id).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.reference.channels import GROUPS, Seeds
from tests.reference.clock import BusinessClock, make_clocks
from tests.reference.contacts import Contact, Identity, read_contacts
from tests.reference.conversation import Item
from tests.reference.durations import Durations, Stopwatch, measure
from tests.reference.instants import DAY, micros, moment
from tests.reference.rows import Source
from tests.reference.states import changes_of, moved_tier, transfers_of

Fact = dict[str, Any]
WEEK = 7 * DAY


@dataclass
class Facts:
    """The four facts, each by its natural key."""

    contacts: dict[Identity, Fact] = field(default_factory=dict)
    turns: dict[tuple[str, str, int], Fact] = field(default_factory=dict)
    replies: dict[tuple[str, str, str, bool], Fact] = field(default_factory=dict)
    resolutions: dict[tuple[str, str, int], Fact] = field(default_factory=dict)


def read_facts(sources: Mapping[str, Source], as_of: datetime, seeds: Seeds) -> Facts:
    """Read all connections together: a person may write to several. Instants are naive UTC."""
    contacts: dict[Identity, Contact] = {}
    for connection, source in sources.items():
        contacts.update(read_contacts(connection, source, as_of, seeds))
    clocks = {
        connection: _clocks(source, contacts.values(), as_of)
        for connection, source in sources.items()
    }
    by_person: defaultdict[tuple[str, ...], list[Contact]] = defaultdict(list)
    for contact in contacts.values():
        if contact.person is not None:
            by_person[contact.person].append(contact)

    facts = Facts()
    for contact in contacts.values():
        schedule = contact.ticket.get("schedule_id") or seeds.schedule(
            contact.connection, contact.channel
        )
        clock = clocks[contact.connection].get(schedule) if schedule else None
        watch = Stopwatch(clock, micros(as_of))
        others = by_person[contact.person] if contact.person is not None else []
        others = [other for other in others if other.identity != contact.identity]
        durations = measure(contact, watch)
        facts.contacts[contact.identity] = {
            **_dimensions(contact, schedule, clock),
            **_counts(contact),
            **_outcome(contact, others, micros(as_of), seeds),
            **durations.columns,
        }
        _add_turns(facts, contact, watch)
        _add_replies(facts, contact, durations, watch)
        _add_resolutions(facts, contact, watch)
    return facts


def _clocks(
    source: Source, contacts: Iterable[Contact], as_of: datetime
) -> dict[str, BusinessClock]:
    """Lay the schedules over all dates from the first recorded instant to as_of."""
    first = min((contact.created_at for contact in contacts), default=micros(as_of))
    first_date = min(moment(first), as_of).date()
    return make_clocks(
        source.tables.get("schedules", ()),
        source.tables.get("holidays", ()),
        first_date,
        as_of.date(),
    )


def _dimensions(contact: Contact, schedule: str | None, clock: BusinessClock | None) -> Fact:
    ticket, talk = contact.ticket, contact.conversation
    assignees = changes_of(contact.events, "assignee_id")
    agents = [reply.agent for reply in talk.replies]
    return {
        "connection": contact.connection,
        "source_type": contact.source_type,
        "ticket_id": ticket["ticket_id"],
        "channel": contact.channel,
        "channel_group": contact.channel_group,
        "brand": ticket.get("brand"),
        "priority": ticket.get("priority"),
        "status": contact.status,
        "is_resolved": None if contact.status is None else contact.status in ("solved", "closed"),
        "is_outbound": talk.is_outbound,
        "is_truncated": bool(ticket.get("is_truncated")),
        "is_bot_only": bool(talk.bots) and not talk.replies,
        "exclusion_reason": contact.exclusion_reason,
        "merged_into": contact.merged_into,
        "requester": ticket.get("requester_id"),
        "assignee": assignees[-1].value if assignees else ticket.get("assignee_id"),
        "first_agent": agents[0] if agents else None,
        "last_agent": agents[-1] if agents else None,
        "schedule_id": schedule,
        "created_in_business_hours": clock.is_open(contact.created_at) if clock else None,
    }


def _counts(contact: Contact) -> Fact:
    talk = contact.conversation
    named = len(talk.inbound) + len(talk.replies) + len(talk.bots) + len(talk.notes)
    return {
        "inbound_messages": len(talk.inbound),
        "human_replies": len(talk.replies),
        "bot_messages": len(talk.bots),
        "internal_notes": len(talk.notes),
        "other_messages": len(talk.items) - named,
        "turns": len(talk.turns),
        "answered_turns": sum(turn.reply is not None for turn in talk.turns),
        "reopens": len(contact.reopens),
    }


def _outcome(contact: Contact, others: list[Contact], as_of: int, seeds: Seeds) -> Fact:
    transfers = transfers_of(
        changes_of(contact.events, "assignee_id"), changes_of(contact.events, "group_id")
    )
    first = contact.resolutions[0].at if contact.resolutions else None
    before = sum(first is None or instant < first for instant in transfers)
    is_fcr_gross = _fcr_gross(contact)
    return {
        "transfers": len(transfers),
        "transfers_before_resolution": before,
        "is_transferred_before_resolution": before > 0,
        "is_escalated": _is_escalated(contact, seeds),
        "is_fcr_gross": is_fcr_gross,
        "is_fcr_net": _fcr_net(contact, is_fcr_gross, others, as_of),
        "failed_elsewhere": _failed_elsewhere(contact, others),
        "cost_amount": None,
        "cost_currency": None,
    }


def _is_escalated(contact: Contact, seeds: Seeds) -> bool:
    """Another channel group by an event or by a later public message, or another tier."""
    channels = [
        seeds.channel(contact.source_type, change.value)
        for change in changes_of(contact.events, "channel")
        if change.value is not None
    ]
    channels += [
        item.channel for item in contact.conversation.after_first_inbound if item.is_public
    ]
    moved = any(GROUPS[channel] != contact.channel_group for channel in channels)
    return moved or moved_tier(changes_of(contact.events, "tier"))


def _fcr_gross(contact: Contact) -> bool | None:
    if contact.status is None:
        return None
    is_resolved = contact.status in ("solved", "closed")
    return is_resolved and len(contact.conversation.replies) == 1 and not contact.reopens


def _fcr_net(
    contact: Contact, is_fcr_gross: bool | None, others: list[Contact], as_of: int
) -> bool | None:
    """Gross, and nothing more from the customer on the matter in the 7 days after."""
    if not is_fcr_gross:
        return is_fcr_gross
    if not contact.resolutions or as_of < contact.resolutions[-1].at + WEEK:
        return None
    resolved_at = contact.resolutions[-1].at
    return not any(
        other.counts_for_others
        and resolved_at < other.created_at <= resolved_at + WEEK
        and (not contact.tags or not other.tags or contact.tags & other.tags)
        for other in others
    )


def _failed_elsewhere(contact: Contact, others: list[Contact]) -> bool | None:
    """A social contact after another channel left the customer without a solution."""
    if contact.conversation.is_outbound or contact.channel_group != "social":
        return None
    start = contact.created_at
    return any(
        other.counts_for_others
        and other.channel_group != "social"
        and start - WEEK <= other.created_at < start
        and (
            other.is_unresolved_at(start)
            or any(start < reopen <= start + WEEK for reopen in other.reopens)
        )
        for other in others
    )


def _add_turns(facts: Facts, contact: Contact, watch: Stopwatch) -> None:
    for turn in contact.conversation.turns:
        start, reply = turn.messages[0], turn.reply
        facts.turns[(*contact.identity, turn.number)] = {
            "channel": start.channel,
            "started_at": moment(start.at),
            "messages": len(turn.messages),
            "answered_at": moment(reply.at) if reply else None,
            "reply": _reply_name(reply) if reply else None,
            **watch.columns("reply", start.at, reply.at if reply else None),
        }


def _add_replies(facts: Facts, contact: Contact, durations: Durations, watch: Stopwatch) -> None:
    turn_of = {_reply_name(turn.reply): turn for turn in contact.conversation.turns if turn.reply}
    for reply in contact.conversation.replies:
        turn = turn_of.get(_reply_name(reply))
        facts.replies[(*contact.identity, *_reply_name(reply))] = {
            "agent": reply.agent,
            "channel": reply.channel,
            "sent_at": moment(reply.at),
            "is_first_reply": reply is durations.first_reply,
            "answers_turn": turn is not None,
            "turn_number": turn.number if turn else None,
            **watch.columns("reply", turn.messages[0].at if turn else None, reply.at),
            "in_business_hours": watch.clock.is_open(reply.at) if watch.clock else None,
            "macro_id": reply.macro,
        }


def _reply_name(reply: Item) -> tuple[str, bool]:
    """A message and a call may share an id."""
    return (reply.identifier, reply.is_call)


def _add_resolutions(facts: Facts, contact: Contact, watch: Stopwatch) -> None:
    for number, resolution in enumerate(contact.resolutions, start=1):
        from_created = watch.columns("x", contact.created_at, resolution.at)
        from_reopened = watch.columns("x", resolution.reopened_before, resolution.at)
        facts.resolutions[(*contact.identity, number)] = {
            "resolved_at": moment(resolution.at),
            "agent": resolution.agent,
            "is_first": number == 1,
            "is_last": number == len(contact.resolutions),
            "reopened_at": moment(resolution.reopened_at),
            "seconds_from_created": from_created["x_seconds"],
            "business_seconds_from_created": from_created["x_business_seconds"],
            "seconds_from_reopened": from_reopened["x_seconds"],
        }
