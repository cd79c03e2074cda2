"""What a load has to say: messages and counts, per connection and altogether."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "notice"]


class LandingError(Exception):
    """What cannot be loaded, and why; the text names the thing, the place and the mend."""

    def __init__(self, code: str, text: str, notices: Sequence[Message] = ()) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.notices = notices


@dataclass(frozen=True)
class Message:
    """One thing that the people who run the load should know.

    An error means that a connection or a file was left out; a notice, that all was loaded and
    something in it is not what the contract says.
    """

    severity: Severity
    code: str
    connection: str
    text: str
    table: str | None = None
    source_file: str | None = None
    rows: int | None = None

    def __str__(self) -> str:
        place = "/".join(part for part in (self.connection, self.source_file) if part)
        return (
            f"{self.severity}: {place}: {self.text}" if place else f"{self.severity}: {self.text}"
        )


@dataclass(frozen=True)
class LoadedFile:
    """One file (or replicated table) that this run has loaded."""

    table: str
    source_file: str
    rows_read: int
    rows_loaded: int
    rows_rejected: int


@dataclass
class ConnectionResult:
    """What became of one connection in this run."""

    connection: str
    type: str | None = None
    refused: bool = False
    messages: list[Message] = field(default_factory=list)
    files: list[LoadedFile] = field(default_factory=list)
    files_unchanged: int = 0

    @property
    def status(self) -> Literal["loaded", "unchanged", "degraded", "refused"]:
        """Refused: nothing loaded; degraded: some files left out; unchanged: nothing new."""
        if self.refused:
            return "refused"
        if any(message.severity == "error" for message in self.messages):
            return "degraded"
        return "loaded" if self.files else "unchanged"

    @property
    def rows_read(self) -> int:
        """Rows found in the files that this run loaded."""
        return sum(file.rows_read for file in self.files)

    @property
    def rows_loaded(self) -> int:
        """Rows that went to the raw tables."""
        return sum(file.rows_loaded for file in self.files)

    @property
    def rows_rejected(self) -> int:
        """Rows that went to quality.rejected_rows."""
        return sum(file.rows_rejected for file in self.files)


@dataclass(frozen=True)
class LoadSummary:
    """What one load run did; `is_degraded` when a connection or a file had to be left out."""

    load_id: int
    connections: tuple[ConnectionResult, ...]
    landing_messages: tuple[Message, ...] = ()

    @property
    def messages(self) -> tuple[Message, ...]:
        """All messages, those about the landing folder itself first."""
        return (*self.landing_messages, *self._connection_messages())

    @property
    def is_degraded(self) -> bool:
        """Whether anything was left out."""
        return any(message.severity == "error" for message in self.messages)

    @property
    def rows_read(self) -> int:
        """Rows found in the files that this run loaded."""
        return sum(result.rows_read for result in self.connections)

    @property
    def rows_loaded(self) -> int:
        """Rows that went to the raw tables."""
        return sum(result.rows_loaded for result in self.connections)

    @property
    def rows_rejected(self) -> int:
        """Rows that went to quality.rejected_rows."""
        return sum(result.rows_rejected for result in self.connections)

    def _connection_messages(self) -> Iterator[Message]:
        for result in self.connections:
            yield from result.messages
