"""Whether a build may compute only what has changed, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Since:
    """The end of the last complete build: the last load it saw and the instant it called now."""

    load_id: int
    as_of: datetime

    def environment(self) -> dict[str, str]:
        """Return the variables that tell dbt's models to compute what has changed since."""
        return {
            "SUPPORTMART_SINCE_LOAD": str(self.load_id),
            "SUPPORTMART_SINCE": self.as_of.isoformat().replace("+00:00", "Z"),
        }
