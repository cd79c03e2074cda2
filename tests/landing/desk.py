"""A small landing folder and an empty warehouse in memory, loaded by the real loader."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.config import Settings
from orchestration.landing import LoadSummary, Message, load_landing

HEADER = "ticket_id,channel,created_at\n"
TICKETS = HEADER + "t1,email,2026-01-05T09:00:00Z\n"
GOOD_ROW = "t2,chat,2026-01-06T10:00:00Z\n"
MESSAGES = "message_id,ticket_id,sent_at,sender_kind\nm1,t1,2026-01-05T09:00:00Z,customer\n"


class Desk:
    """What a test writes and reads: landing files on one side, raw and quality on the other."""

    def __init__(self, folder: Path) -> None:
        self.landing = folder / "landing"
        self.landing.mkdir()
        self.settings = Settings.from_environment(
            landing=self.landing,
            warehouse=folder / "warehouse.duckdb",
            serving=folder / "serving.duckdb",
            environment={},
        )
        self.database = duckdb.connect()
        self.loads = 0

    def write(self, name: str, content: str | bytes, connection: str = "acme") -> Path:
        """Write a file of a connection; `.gz` in its name packs the content."""
        path = self.landing / connection / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    def write_connection(self, connection: str = "acme", settings: str = "type: helpdesk") -> None:
        """Write a connection.yml and, for a help desk, one good ticket and message."""
        self.write("connection.yml", settings + "\n", connection)
        if "helpdesk" in settings:
            self.write("tickets.csv", TICKETS, connection)
            self.write("messages.csv", MESSAGES, connection)

    def write_parquet(self, name: str, query: str, connection: str = "acme") -> Path:
        """Write the result of a query."""
        path = self.write(name, b"", connection)
        duckdb.sql(query).write_parquet(str(path))
        return path

    def load(self) -> LoadSummary:
        """Load, and hold the books against each other, as after every load."""
        self.loads += 1
        summary = load_landing(self.settings, self.database, f"run {self.loads}")
        self.check_books()
        return summary

    def check_books(self) -> None:
        """Compare the ledger with the rows that are really in raw and among the rejected."""
        assert not self.rows(
            "from quality.row_ledger where rows_read <> rows_loaded + rows_rejected"
        )
        rejected = (
            "select connection, table_name, source_file, load_id, count(*) as found "
            "from quality.rejected_rows group by all"
        )
        loaded = " union all ".join(
            f"select connection, '{table}' as table_name, source_file, load_id, count(*) as found "
            f'from "{schema}"."{table}" group by all'
            for schema, table in self.rows(
                "select schema_name, table_name from duckdb_tables() where schema_name like 'raw%'"
            )
        )
        for books, column in ((rejected, "rows_rejected"), (loaded, "rows_loaded")):
            different = self.rows(
                f"select * from (select connection, table_name, source_file, load_id, {column} "
                f"from quality.row_ledger where {column} > 0) full join ({books}) "
                f"using (connection, table_name, source_file, load_id) "
                f"where {column} is distinct from found"
            )
            assert not different

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        return self.database.execute(query).fetchall()

    def raw(self, table: str, columns: str, schema: str = "raw_helpdesk") -> list[tuple[Any, ...]]:
        """Return columns of a raw table, ordered by them."""
        return self.rows(f'select {columns} from {schema}."{table}" order by all')

    def rejected(self, table: str) -> list[tuple[int, str]]:
        """Return row numbers and reason codes of the rejected rows of a table."""
        return self.rows(
            "select row_number, reason_code from quality.rejected_rows "
            f"where table_name = '{table}' order by all"
        )

    def reasons(self, table: str) -> list[str]:
        """Return the reasons of the rejected rows of a table."""
        return [
            row[0]
            for row in self.rows(
                "select reason from quality.rejected_rows "
                f"where table_name = '{table}' order by row_number"
            )
        ]


def only(summary: LoadSummary, code: str) -> Message:
    """Return the one message of a code."""
    (message,) = [message for message in summary.messages if message.code == code]
    return message


def instant(text: str) -> datetime:
    """Return an instant as the raw tables have it: UTC, without a zone."""
    return datetime.fromisoformat(text)
