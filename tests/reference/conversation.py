"""Who said what, in which order: turns, human replies and counts of one contact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.reference.instants import micros
from tests.reference.rows import Row, natural_order

SENDER_KINDS = {"customer", "agent", "bot", "automation", "system"}


@dataclass(frozen=True)
class Item:
    """One message, or one of the messages that a call stands for."""

    at: int
    sender_kind: str
    is_public: bool
    channel: str
    identifier: str
    is_call: bool = False
    agent: str | None = None
    macro: str | None = None

    @property
    def order(self) -> tuple[int, bool, bool, tuple[int, int, str]]:
        """The customer comes before anyone else at one instant, and messages before calls."""
        is_other = self.sender_kind != "customer"
        return (self.at, is_other, self.is_call, natural_order(self.identifier))

    @property
    def is_inbound(self) -> bool:
        """Say whether the customer speaks."""
        return self.is_public and self.sender_kind == "customer"

    @property
    def is_human_reply(self) -> bool:
        """Say whether an agent speaks to the customer."""
        return self.is_public and self.sender_kind == "agent"

    @property
    def is_bot_message(self) -> bool:
        """Say whether a machine speaks to the customer."""
        return self.is_public and self.sender_kind in ("bot", "automation")

    @property
    def is_note(self) -> bool:
        """Say whether an agent speaks to colleagues."""
        return not self.is_public and self.sender_kind == "agent"


@dataclass
class Turn:
    """A run of customer messages with no human reply between them."""

    number: int
    messages: list[Item]
    reply: Item | None = None


@dataclass(frozen=True)
class Conversation:
    """A contact's items in order, and what follows from the order alone."""

    items: list[Item]
    turns: list[Turn] = field(default_factory=list)

    @property
    def inbound(self) -> list[Item]:
        """The customer's messages."""
        return [item for item in self.items if item.is_inbound]

    @property
    def replies(self) -> list[Item]:
        """The human replies."""
        return [item for item in self.items if item.is_human_reply]

    @property
    def bots(self) -> list[Item]:
        """The public messages of bots and automations."""
        return [item for item in self.items if item.is_bot_message]

    @property
    def notes(self) -> list[Item]:
        """The agents' internal notes."""
        return [item for item in self.items if item.is_note]

    @property
    def is_outbound(self) -> bool:
        """Say whether the first public message by a person is an agent's."""
        people = [item for item in self.items if item.is_inbound or item.is_human_reply]
        return bool(people) and people[0].is_human_reply

    @property
    def after_first_inbound(self) -> list[Item]:
        """Whatever follows the customer's first message in order."""
        if not self.inbound:
            return []
        return self.items[self.items.index(self.inbound[0]) + 1 :]


def converse(items: Iterable[Item]) -> Conversation:
    """Put items in order and cut them into turns."""
    conversation = Conversation(sorted(items, key=lambda item: item.order))
    open_turn: Turn | None = None
    for item in conversation.items:
        if item.is_inbound and open_turn is None:
            open_turn = Turn(len(conversation.turns) + 1, [item])
            conversation.turns.append(open_turn)
        elif item.is_inbound and open_turn is not None:
            open_turn.messages.append(item)
        elif item.is_human_reply and open_turn is not None:
            open_turn.reply = item
            open_turn = None
    return conversation


def message_item(row: Row, channel: str) -> Item:
    """Read a message row; visible unless said otherwise, and of an unknown sender if not known."""
    kind = row["sender_kind"]
    return Item(
        at=micros(row["sent_at"]),
        sender_kind=kind if kind in SENDER_KINDS else "unknown",
        is_public=row.get("is_public") is not False,
        channel=channel,
        identifier=row["message_id"],
        agent=row.get("sender_id"),
        macro=row.get("macro_id"),
    )


def call_items(row: Row, channel: str, as_of: int) -> list[Item]:
    """Read a call: inbound, the customer speaks when queued; answered, its agent replies."""
    items = []
    if row["direction"] == "inbound":
        items.append(
            Item(micros(row["queued_at"]), "customer", True, channel, row["call_id"], is_call=True)
        )
    answered_at = row.get("answered_at")
    if answered_at is not None and micros(answered_at) <= as_of:
        items.append(
            Item(
                at=micros(answered_at),
                sender_kind="agent",
                is_public=True,
                channel=channel,
                identifier=row["call_id"],
                is_call=True,
                agent=row.get("agent_id"),
            )
        )
    return items
