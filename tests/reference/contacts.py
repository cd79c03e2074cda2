"""One contact: its ticket, what was merged into it, its conversation and its states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tests.reference.channels import GROUPS, Seeds
from tests.reference.conversation import Conversation, call_items, converse, message_item
from tests.reference.instants import micros
from tests.reference.rows import Row, Source, happened
from tests.reference.states import (
    Resolution,
    Timeline,
    changes_of,
    resolutions_of,
)

Identity = tuple[str, str]


@dataclass
class Contact:
    """What the dictionary says about one ticket before any duration is measured."""

    connection: str
    source_type: str
    ticket: Row
    created_at: int
    merged_into: str | None
    conversation: Conversation
    work_sessions: list[Row]
    events: list[Row]
    tags: set[str]
    person: tuple[str, ...] | None
    status: str | None
    status_timeline: Timeline | None
    channel: str
    resolutions: list[Resolution] = field(default_factory=list)
    reopens: list[int] = field(default_factory=list)

    @property
    def identity(self) -> Identity:
        """The natural key."""
        return (self.connection, self.ticket["ticket_id"])

    @property
    def channel_group(self) -> str:
        """The group of the contact's channel."""
        return GROUPS[self.channel]

    @property
    def exclusion_reason(self) -> str | None:
        """The first that applies of deleted, spam, test, merged."""
        states = {self.ticket.get("status"), self.status}
        if self.ticket["is_deleted"] or "deleted" in states:
            return "deleted"
        if "spam" in states:
            return "spam"
        if self.ticket.get("is_test"):
            return "test"
        return "merged" if self.merged_into is not None else None

    @property
    def counts_for_others(self) -> bool:
        """Say whether another contact of the person is judged by this one."""
        return self.exclusion_reason is None and not self.conversation.is_outbound

    def is_unresolved_at(self, instant: int) -> bool:
        """Say whether the dated status was unresolved; one without dates never was."""
        timeline = self.status_timeline
        return timeline is not None and timeline.at(instant) not in ("solved", "closed")


def survivors(tickets: Mapping[str, Row]) -> dict[str, str]:
    """Follow each merged-away ticket to its last survivor.

    A chain that runs into a circle or to a ticket that is not there leaves its tickets alone.
    """
    found: dict[str, str] = {}
    for ticket_id in tickets:
        path = [ticket_id]
        while (target := tickets[path[-1]].get("merged_into_ticket_id")) is not None:
            if target not in tickets or target in path:
                break
            path.append(target)
        else:
            if len(path) > 1:
                found[ticket_id] = path[-1]
    return found


def read_contacts(
    connection: str, source: Source, as_of: datetime, seeds: Seeds
) -> dict[Identity, Contact]:
    """Return every contact of a connection."""
    rows = {
        table: happened(source, table, as_of)
        for table in ("tickets", "messages", "ticket_events", "calls", "work_sessions")
    }
    tickets = {row["ticket_id"]: row for row in rows["tickets"]}
    survivor = survivors(tickets)
    emails = {
        row["customer_id"]: (row.get("email") or "").strip().lower()
        for row in happened(source, "customers", as_of)
    }
    tags = _current_tags(source, as_of)
    by_ticket = {table: _by_ticket(rows[table]) for table in rows if table != "tickets"}
    has_status = any(row.get("status") for row in tickets.values()) or any(
        row["field"] == "status" for row in rows["ticket_events"]
    )

    contacts: dict[Identity, Contact] = {}
    for ticket_id, ticket in tickets.items():
        merged_in = [other for other, target in survivor.items() if target == ticket_id]
        members = [] if ticket_id in survivor else [ticket_id, *merged_in]
        items = []
        for member in members:
            default = tickets[member]["channel"]
            items += [
                message_item(row, seeds.channel(source.type, row.get("channel") or default))
                for row in by_ticket["messages"][member]
            ]
            for row in by_ticket["calls"][member]:
                items += call_items(row, "phone", micros(as_of))
        conversation = converse(items)
        status, timeline = _status(ticket, by_ticket["ticket_events"][ticket_id], has_status)
        contact = Contact(
            connection=connection,
            source_type=source.type,
            ticket=ticket,
            created_at=min(
                micros(tickets[member]["created_at"]) for member in [ticket_id, *merged_in]
            ),
            merged_into=survivor.get(ticket_id),
            conversation=conversation,
            work_sessions=[row for m in members for row in by_ticket["work_sessions"][m]],
            events=by_ticket["ticket_events"][ticket_id],
            tags=tags[ticket_id],
            person=_person(connection, ticket.get("requester_id"), emails),
            status=status,
            status_timeline=timeline,
            channel=conversation.inbound[0].channel
            if conversation.inbound
            else seeds.channel(source.type, ticket["channel"]),
        )
        if timeline is not None:
            contact.resolutions, contact.reopens = resolutions_of(timeline)
        contacts[contact.identity] = contact
    return contacts


def _status(ticket: Row, events: list[Row], has_status: bool) -> tuple[str | None, Timeline | None]:
    """Return the status now and, where its states are dated, how it came about."""
    changes = changes_of(events, "status")
    own = ticket.get("status")
    if changes:
        return changes[-1].value, Timeline("new", changes)
    if not has_status:
        return None, None
    if own in (None, "new"):
        return "new", Timeline("new", [])
    return own, None


def _person(
    connection: str, requester: str | None, emails: Mapping[str, str]
) -> tuple[str, ...] | None:
    """An e-mail address is one person everywhere; an id only in its connection."""
    if requester is None:
        return None
    email = emails.get(requester)
    return (email,) if email else (connection, requester)


def _current_tags(source: Source, as_of: datetime) -> defaultdict[str, set[str]]:
    tags: defaultdict[str, set[str]] = defaultdict(set)
    for row in happened(source, "ticket_tags", as_of):
        is_added = (row.get("added_at") or as_of) <= as_of
        removed_at = row.get("removed_at")
        if is_added and (removed_at is None or removed_at > as_of):
            tags[row["ticket_id"]].add(row["tag"])
    return tags


def _by_ticket(rows: list[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["ticket_id"]].append(row)
    return found
