"""Removes a connection from the warehouse; or a person, who is kept out of what is loaded later.

Ids become a pseudonym, so that counts and durations stay right; names, addresses and the texts of
the person's conversations become NULL. quality.erasures keeps a digest of the id, by which the same
rows are recognised when a later export brings them again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from orchestration.config import Settings
from orchestration.landing.books import NAMES, known_connections
from orchestration.landing.contract import read_contracts
from orchestration.landing.versions import settle_all
from orchestration.runs import utc_now
from orchestration.warehouse import connect, lock_wait_seconds, sql_name, writer_lock

RULES = Path(__file__).with_name("erasure.yml")

_TABLE = """
create schema if not exists quality;
create table if not exists quality.erasures (
    connection varchar,
    id_digest varchar,
    pseudonym varchar,
    erased_at timestamp
)
"""


class NobodyFoundError(LookupError):
    """No row of the warehouse belongs to such a person or connection; it says what to check."""


@dataclass(frozen=True)
class Person:
    """A person as one connection knows them."""

    connection: str
    customer: str


def erase_person(
    settings: Settings,
    *,
    connection: str | None = None,
    customer: str | None = None,
    email: str | None = None,
) -> list[str]:
    """Remove a person by connection and id, or by e-mail address on every connection.

    Return what was done, and which landing files still hold the person, a line each.
    """
    said: list[str] = []
    with _held(settings, said) as database:
        if email is not None:
            people = list(_people_with_email(database, email))
            wanted = f"the e-mail address {email}"
        else:
            people = [Person(str(connection), str(customer))]
            wanted = f"the customer {customer} in the connection {connection}"
        files = sorted({file for person in people for file in _files(database, person)})
        if not files:
            raise NobodyFoundError(f"no row belongs to {wanted}: check its spelling")
        database.begin()
        database.execute(_TABLE)
        for person in people:
            database.execute(
                "insert into quality.erasures values (?, sha256(?), ?, ?)",
                [person.connection, person.customer, f"erased-{uuid.uuid4().hex[:12]}", utc_now()],
            )
        apply_erasures(database)
        database.commit()
        # What was updated lies in old blocks until the file is written anew.
        database.execute("force checkpoint")
    return [
        *said,
        *(f"erased customer {person.customer} of {person.connection}" for person in people),
        *(f"the landing file {file} still holds the person: remove them there" for file in files),
    ]


def erase_connection(settings: Settings, name: str) -> list[str]:
    """Remove all rows of a connection, as if it had never been loaded; return what was done.

    Who was erased stays so, should the connection come back; and so do the numbers of its loads,
    which are not given twice.
    """
    said: list[str] = []
    with _held(settings, said) as database:
        known = known_connections(database)
        if name not in known:
            raise NobodyFoundError(
                f"the warehouse has no connection {name!r}: it has {', '.join(known) or 'none'}"
            )
        books = [f"quality.{book}" for book in NAMES if book != "settled_loads"]
        raw = [table.raw for c in read_contracts().values() for table in c.tables.values()]
        rows = 0
        database.begin()
        for table in (*raw, *books):
            deleted = database.execute(f"delete from {table} where connection = ?", [name])
            rows += deleted.fetchall()[0][0] if table in raw else 0
        database.commit()
        database.execute("force checkpoint")
    folder = settings.landing / name
    still = f"{folder} is still there, and the next run would load it again: move it away"
    return [
        *said,
        f"removed {rows:,} raw rows of the connection {name}",
        *([still] if folder.exists() else []),
    ]


@contextmanager
def _held(settings: Settings, said: list[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse, as its only writer."""
    if not settings.warehouse.exists():
        raise NobodyFoundError(
            f"there is no warehouse {settings.warehouse}: check SUPPORTMART_WAREHOUSE (--warehouse)"
        )
    with (
        writer_lock(settings.warehouse, lock_wait_seconds(), said.append),
        connect(settings.warehouse) as database,
    ):
        yield database


def apply_erasures(database: duckdb.DuckDBPyConnection) -> None:
    """Make everybody in quality.erasures unrecognisable in the raw tables, new rows included."""
    if not _exists(database, "quality", "erasures"):
        return
    contracts = read_contracts()
    for source_type, rule in _rules().items():
        schema = f"raw_{source_type}"
        if not _exists(database, schema, rule["conversations"]["table"]):
            continue
        references: dict[str, list[str]] = dict(rule["references"])
        if people := rule.get("people"):
            references[people["table"]] = [people["id"]]
        for table, columns in references.items():
            for column in columns:
                _replace_ids(database, f"{schema}.{sql_name(table)}", column)
        if people:
            _clear(
                database,
                f"{schema}.{sql_name(people['table'])}",
                people["clear"],
                f"{people['id']} in (select pseudonym from quality.erasures)",
            )
            # A row that came after the erasure has just become a version of the erased one.
            settle_all(database, contracts[source_type].tables[people["table"]])
        for table, text in rule["texts"].items():
            condition = _is_theirs(schema, rule["conversations"], text)
            _clear(database, f"{schema}.{sql_name(table)}", text["columns"], condition)
    # A rejected row is one text, in which nobody can be found again.
    _clear(
        database,
        "quality.rejected_rows",
        ["raw_row"],
        "connection in (select connection from quality.erasures)",
    )


def _replace_ids(database: duckdb.DuckDBPyConnection, table: str, column: str) -> None:
    database.execute(
        f"update {table} as raw set {column} = erasures.pseudonym from quality.erasures"
        f" where raw.connection = erasures.connection and sha256(raw.{column}) = erasures.id_digest"
    )


def _is_theirs(schema: str, conversations: dict[str, str], text: dict[str, Any]) -> str:
    """Return the condition that a row's text was written in a person's conversation, or by them."""
    erased = "(select pseudonym from quality.erasures)"
    theirs = (
        f"select connection, {conversations['id']} from {schema}.{sql_name(conversations['table'])}"
        f" where {conversations['person']} in {erased}"
    )
    if through := text.get("through"):
        theirs = (
            f"select connection, {through['key']} from {schema}.{sql_name(through['table'])}"
            f" where (connection, {through['conversation']}) in ({theirs})"
        )
    conditions = [f"(connection, {text['conversation']}) in ({theirs})"]
    if author := text.get("author"):
        conditions.append(f"{author} in {erased}")
    only = f" and {text['only']}" if "only" in text else ""
    return f"({' or '.join(conditions)}){only}"


def _clear(
    database: duckdb.DuckDBPyConnection, table: str, columns: list[str], condition: str
) -> None:
    emptied = ", ".join(f"{column} = null" for column in columns)
    filled = " or ".join(f"{column} is not null" for column in columns)
    database.execute(f"update {table} set {emptied} where ({condition}) and ({filled})")


def _people_with_email(database: duckdb.DuckDBPyConnection, email: str) -> Iterator[Person]:
    for source_type, rule in _rules().items():
        people = rule.get("people")
        if not people or not _exists(database, f"raw_{source_type}", people["table"]):
            continue
        rows = database.execute(
            f"select distinct connection, {people['id']}"
            f" from raw_{source_type}.{sql_name(people['table'])}"
            f" where lower(trim({people['email']})) = lower(trim(?)) order by all",
            [email],
        ).fetchall()
        yield from (Person(*row) for row in rows)


def _files(database: duckdb.DuckDBPyConnection, person: Person) -> Iterator[str]:
    """Return the landing files, with their connection, in which the person's id stands."""
    for source_type, rule in _rules().items():
        references: dict[str, list[str]] = dict(rule["references"])
        if people := rule.get("people"):
            references[people["table"]] = [people["id"]]
        for table, columns in references.items():
            if not _exists(database, f"raw_{source_type}", table):
                continue
            rows = database.execute(
                f"select distinct source_file from raw_{source_type}.{sql_name(table)}"
                f" where connection = ? and ? in ({', '.join(columns)})",
                [person.connection, person.customer],
            ).fetchall()
            yield from (f"{person.connection}/{file}" for (file,) in rows)


def _exists(database: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    return (
        database.execute(
            "select 1 from duckdb_tables() where database_name = current_database()"
            " and schema_name = ? and table_name = ?",
            [schema, table],
        ).fetchone()
        is not None
    )


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return rules
