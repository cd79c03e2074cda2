"""One set-based projection that types and checks the rows of files of one layout.

The projection is nested, so that each expression is written, and computed, once:

    source    the value as the file has it        "ticket_id in file"
    found     trimmed, empty as NULL              "ticket_id found"
    typed     in the contract's type              "ticket_id"
    checked   the first rule broken, or NULL      "broken rule" (a number)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from orchestration.landing import conversion, sql
from orchestration.landing.contract import Column, Table
from orchestration.landing.zones import rails_time_zones, time_zones

FIRST_INSTANT = "timestamp '1970-01-01'"
END_OF_INSTANTS = "timestamp '2100-01-01'"
# What a reason may repeat, since reasons are published: dates, short numbers and single words.
# Any other value could be an address, a name or a message, from a column that has slipped.
IMPERSONAL = (
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T][0-9:.,]{1,15})?( ?[AP]M)?(Z|[+-][0-9:]{1,8})?"
    r"|\d{1,2} [A-Z][a-z]{2,8} \d{4}|[+-]?\d{1,6}([.,:]\d{1,6})?|[A-Za-z][A-Za-z_/-]{0,24}"
)
KEPT_CHARACTERS = 20_000

EXAMPLES = {
    "instant": "an ISO 8601 instant such as 2026-01-31T09:30:00Z",
    "date": "a date such as 2026-01-31",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "time_of_day": "a time of day such as 08:30 (24:00 ends the day)",
    "id": "an id",
}


@dataclass(frozen=True)
class Rule:
    """What rejects a row: its code, when it does (SQL), and the reason (SQL for a text)."""

    code: str
    when: str
    reason: str


@dataclass(frozen=True)
class Projection:
    """Types and checks the rows of one relation.

    `found_in` maps a contract column to the name it has there, `types` to its type there.
    """

    table: Table
    found_in: dict[str, str]
    types: dict[str, str]
    time_zone: str
    format: str

    @cached_property
    def present(self) -> tuple[Column, ...]:
        """The contract's columns that the files have."""
        return tuple(column for column in self.table.columns if column.name in self.found_in)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order in which a row is held against them."""
        return tuple(self._rules())

    def checked(self, relation: str, positions: str) -> str:
        """Return a query of the positions, the contract's columns typed, and the broken rule."""
        in_file = [
            f"{sql.name(self.found_in[column.name])} as {_in_file(column)}"
            for column in self.present
        ]
        found = [
            f"{conversion.found(column, self.types[column.name], _in_file(column))} "
            f"as {_found(column)}"
            for column in self.present
        ]
        typed = [
            f"{self._typed(column)} as {sql.name(column.name)}" for column in self.table.columns
        ]
        broken = "".join(f" when {rule.when} then {index}" for index, rule in enumerate(self.rules))
        broken_rule = f"(case{broken} end)::usmallint" if broken else "null::usmallint"
        return (
            f'select *, {broken_rule} as "broken rule" from ('
            f"select *, {', '.join(typed)} from ("
            f"select *, {', '.join(found)} from ("
            f"select {positions}, {', '.join(in_file)} from {relation})))"
        )

    def outcome(self, raw_row: str | None = None) -> str:
        """Return what to select of checked rows: typed columns, and what is wrong with a row."""
        kept = raw_row or self.raw_row
        return ", ".join(
            [
                *(sql.name(column.name) for column in self.table.columns),
                *(f"{self.unknown_word(c)} as {unknown_name(c)}" for c in self.lenient),
                f'{self.reason_code} as "reason code"',
                f'{self.reason} as "reason"',
                f'case when "broken rule" is not null then {kept} end as "raw row"',
            ]
        )

    @property
    def reason_code(self) -> str:
        """SQL for the code of the broken rule of a checked row."""
        return self._by_rule([sql.string(rule.code) for rule in self.rules])

    @property
    def reason(self) -> str:
        """SQL for what is wrong with a checked row, for people."""
        return self._by_rule([rule.reason for rule in self.rules])

    @property
    def raw_row(self) -> str:
        """SQL for the contract's columns of a row as the file has them."""
        values = ", ".join(
            f"{sql.string(column.name)}: {_in_file(column)}" for column in self.present
        )
        return f"left(to_json({{{values}}})::varchar, {KEPT_CHARACTERS})"

    def _by_rule(self, results: list[str]) -> str:
        cases = "".join(f" when {index} then {result}" for index, result in enumerate(results))
        return f'case "broken rule"{cases} end' if cases else "null::varchar"

    def _typed(self, column: Column) -> str:
        if column.name not in self.found_in:
            return f"null::{column.sql_type}"
        typed = conversion.converted(
            column, self.types[column.name], _found(column), self.time_zone
        )
        if column.otherwise is None:
            return typed
        return (
            f"case when {_found(column)} is null or {typed} in ({sql.strings(column.values)}) "
            f"then {typed} else {sql.string(column.otherwise)} end"
        )

    def unknown_word(self, column: Column) -> str:
        """Return SQL for the word that `otherwise` took the place of, in a checked row."""
        return (
            f"case when lower({_found(column)}::varchar) not in ({sql.strings(column.values)}) "
            f"then {_found(column)}::varchar end"
        )

    @property
    def lenient(self) -> tuple[Column, ...]:
        """The enum columns of the files that take an unknown word as another."""
        return tuple(column for column in self.present if column.otherwise is not None)

    def _rules(self) -> Iterator[Rule]:
        if self.format == "csv":
            yield self._repeated_header()
        if self.format == "jsonl":
            nothing = " and ".join(f"{_in_file(column)} is null" for column in self.present)
            yield Rule(
                "unreadable_row",
                nothing,
                "'the line is no JSON object, or has none of the columns; mend or remove it'",
            )
        for column in self.present:
            yield from self._column_rules(column)
        for check in self.table.checks:
            yield Rule(check.code, f"({check.when})", sql.string(check.reason))

    def _repeated_header(self) -> Rule:
        same = " and ".join(
            f"lower({_found(column)}) = {sql.string(column.name)}"
            for column in self.present
            if column.mandatory
        )
        return Rule("repeated_header", same, "'the row repeats the header; remove it'")

    def _column_rules(self, column: Column) -> Iterator[Rule]:
        label = column.name
        typed, in_file = sql.name(column.name), f"{_in_file(column)}::varchar"
        shown = (
            f"case when regexp_full_match(trim({in_file}), {sql.string(IMPERSONAL)}) "
            f"then '{label} is ''' || {in_file} || ''', ' "
            f"else '{label} is a text of ' || length({in_file}) || ' characters, ' end"
        )

        def stating(text: str) -> str:
            return f"{shown} || {sql.string(text)}"

        if column.needs_value:
            blank = f"{_found(column)} is null"
            if column.type == "text":
                blank += f" or trim({_found(column)}) = ''"
            empty = f"{label} is empty, and every row needs one; fill it in at the source"
            yield Rule("missing_value", blank, sql.string(empty))
        source_type = self.types[column.name]
        if not conversion.always_fits(column, source_type):
            yield Rule(
                "unreadable_value",
                f"{typed} is null and {_found(column)} is not null",
                stating(f"which is not {EXAMPLES[column.type]}; correct it at the source"),
            )
        if column.type == "instant":
            yield Rule(
                "instant_out_of_range",
                f"{typed} < {FIRST_INSTANT} or {typed} >= {END_OF_INSTANTS}",
                stating("which is not between 1970 and 2100; correct it, or leave it empty"),
            )
        if column.values and column.otherwise is None:
            yield Rule(
                "unknown_value",
                f"{typed} not in ({sql.strings(column.values)})",
                stating(f"which is none of {', '.join(column.values)}; correct it at the source"),
            )
        if column.type == "time_zone":
            yield Rule(
                "unknown_time_zone",
                f"{typed} not in ({sql.strings(sorted(time_zones()))})",
                stating("which is no IANA time zone; write one such as Europe/Amsterdam"),
            )
        if column.type == "rails_time_zone":
            yield Rule(
                "unknown_time_zone",
                f"{typed} not in ({sql.strings(sorted(time_zones() | rails_time_zones()))})",
                stating(
                    "which is a time zone of neither Rails nor IANA; correct it, or add a line to "
                    "seeds/rails_time_zones.csv"
                ),
            )
        if column.type in ("id", "text", "channel"):
            yield Rule(
                "nul_byte",
                f"contains({typed}, chr(0))",
                sql.string(f"{label} holds a NUL byte (0x00); remove it at the source"),
            )


def unknown_name(column: Column) -> str:
    """Return the name under which the outcome has the word that `otherwise` took the place of."""
    return sql.name(f"{column.name} unknown")


def _in_file(column: Column) -> str:
    return sql.name(f"{column.name} in file")


def _found(column: Column) -> str:
    return sql.name(f"{column.name} found")
