"""SQL that turns what a file holds into the contract's types, or into NULL when it cannot.

Every expression reads `found`, the trimmed value with an empty one already NULL, so that a value
is unreadable exactly when it is found and the result is NULL. The session's time zone is UTC.
"""

from __future__ import annotations

from orchestration.landing import sql
from orchestration.landing.contract import Column

INTEGERS = frozenset(
    {
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "HUGEINT",
        "UTINYINT",
        "USMALLINT",
        "UINTEGER",
        "UBIGINT",
        "UHUGEINT",
    }
)
# Forms of ISO 8601 that the cast does not take: lower-case t and z, a decimal comma, an offset
# after the minutes, and dates and times without separators; and the blank before an offset that
# many programs write.
UNUSUAL_FORMS = (
    (r"^(.*:\d\d(\.\d+)?) +(Z|[+-]\d\d(:?\d\d)?)$", r"\1\3"),
    (r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(Z|[+-].*)?$", r"\1-\2-\3T\4:\5:00\6"),
    (r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)", r"\1-\2-\3T\4:\5:\6"),
    (r"^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(Z|[+-]\d\d.*)$", r"\1:00\2"),
)
HAS_OFFSET = r"^.{11}.*(Z|z|[+-][0-9:]+| [A-Za-z_/]+)$"


def family(source_type: str) -> str:
    """Group DuckDB's types by how a value of them is read; text takes whatever is left."""
    if source_type in INTEGERS:
        return "integer"
    if source_type in ("FLOAT", "DOUBLE") or source_type.startswith("DECIMAL"):
        return "decimal"
    if source_type == "TIMESTAMP WITH TIME ZONE":
        return "instant"
    if source_type.startswith("TIMESTAMP"):
        return "local"
    return {"BOOLEAN": "boolean", "DATE": "date", "TIME": "time"}.get(source_type, "text")


def found(column: Column, source_type: str, value: str) -> str:
    """Return the value with blanks around it cut off and an empty one as NULL."""
    if family(source_type) == "text":
        text = value if source_type == "VARCHAR" else f"{value}::varchar"
        # A text is kept as it was written, line ends and all.
        return f"nullif({text}, '')" if column.type == "text" else f"nullif(trim({text}), '')"
    if source_type in ("FLOAT", "DOUBLE"):
        # pandas writes a missing number so.
        return f"case when not isnan({value}) then {value} end"
    return value


def converted(column: Column, source_type: str, value: str, time_zone: str) -> str:
    """Return the value in the type of the contract."""
    kind = family(source_type)
    if column.type == "instant":
        return _instant(column, kind, value, time_zone)
    if column.type == "date":
        return _date(kind, value)
    if column.type == "boolean":
        return _boolean(kind, value)
    if column.type in ("integer", "number"):
        return _number(column, kind, value)
    return _text(column, kind, value)


def always_fits(column: Column, source_type: str) -> bool:
    """Whether a found value of this type is never unreadable."""
    kind = family(source_type)
    fitting = {
        "id": ("text", "integer", "decimal", "boolean", "date", "time", "local", "instant"),
        "instant": ("instant", "local", "date"),
        "date": ("date", "local", "instant"),
        "boolean": ("boolean",),
        "integer": (),
        "number": ("integer",),
        "time_of_day": ("time",),
    }
    return kind in fitting.get(column.type, fitting["id"])


def _text(column: Column, kind: str, value: str) -> str:
    if column.type == "time_of_day":
        return _time_of_day(kind, value)
    if kind == "decimal":
        text = f"case when {value} = trunc({value}) and abs({value}) < 1e18 "
        text += f"then {value}::hugeint::varchar else {value}::varchar end"
    else:
        text = value if kind == "text" else f"{value}::varchar"
    if column.type == "enum":
        return f"lower({text})"
    if column.type == "id" and kind == "text":
        # A tool that keeps ids as floats writes 12 as 12.0.
        return (
            f"case when suffix({value}, '.0') and regexp_full_match({value}, '-?[0-9]+[.]0') "
            f"then left({value}, -2) else {value} end"
        )
    return text


def _instant(column: Column, kind: str, value: str, time_zone: str) -> str:
    if kind in ("instant", "date"):
        local = f"{value}::timestamp"
        return local if kind == "instant" else local_to_utc(local, time_zone)
    if kind == "local":
        return local_to_utc(f"{value}::timestamp", time_zone)
    if kind != "text":
        return "null::timestamp"
    parsed = _parsed(value, time_zone)
    unusual = f"replace(upper({value}), ',', '.')"
    for pattern, form in UNUSUAL_FORMS:
        unusual = f"regexp_replace({unusual}, {sql.string(pattern)}, {sql.string(form)})"
    candidates = [parsed, _parsed(unusual, time_zone)]
    if column.format:
        with_offset = "%z" in column.format
        stamped = f"try_strptime({value}, {sql.string(column.format)})::timestamp"
        candidates.insert(0, stamped if with_offset else local_to_utc(stamped, time_zone))
    return f"coalesce({', '.join(candidates)})"


def _parsed(value: str, time_zone: str) -> str:
    # The fifth character tells ISO 8601 from 1/2/2024, 2024/1/2 and infinity, which DuckDB reads.
    with_offset = f"try_cast({value} as timestamptz)::timestamp"
    if time_zone == "UTC":
        instant = with_offset
    else:
        local = local_to_utc(f"try_cast({value} as timestamp)", time_zone)
        instant = (
            f"case when regexp_matches({value}, {sql.string(HAS_OFFSET)}) "
            f"then {with_offset} else {local} end"
        )
    return f"case when substr({value}, 5, 1) = '-' then {instant} end"


def local_to_utc(local: str, time_zone: str) -> str:
    """Return the instant of a local time: the first occurrence when the clock shows it twice.

    timezone() takes the second. With the offset in force six hours earlier, the result is the first
    occurrence of a time that comes twice, the moved time of one that does not exist, and wrong
    only after another change within those hours, where the clock then shows another time.
    """
    if time_zone == "UTC":
        return local
    zone = sql.string(time_zone)
    second = f"timezone({zone}, {local})"
    before = f"({second} - interval 6 hour)"
    first = f"({local} - (timezone({zone}, {before}) - {before}::timestamp))"
    shown = f"timezone({zone}, {first}::timestamptz)"
    return f"(case when {shown} = {local} then {first} else {second}::timestamp end)"


def _date(kind: str, value: str) -> str:
    if kind in ("date", "local", "instant"):
        return f"{value}::date"
    if kind != "text":
        return "null::date"
    return f"case when substr({value}, 5, 1) = '-' then try_cast({value} as date) end"


def _time_of_day(kind: str, value: str) -> str:
    if kind == "time":
        return f"left({value}::varchar, 8)"
    if kind != "text":
        return "null::varchar"
    pattern = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?|24:00(:00)?"
    padded = f"case when substr({value}, 2, 1) = ':' then '0' || {value} else {value} end"
    return f"case when regexp_full_match({value}, {sql.string(pattern)}) then {padded} end"


def _boolean(kind: str, value: str) -> str:
    if kind == "boolean":
        return value
    if kind in ("integer", "decimal"):
        return f"case {value} when 1 then true when 0 then false end"
    if kind != "text":
        return "null::boolean"
    return (
        f"case when lower({value}) in ('true', 't', 'yes', 'y', '1', '1.0') then true "
        f"when lower({value}) in ('false', 'f', 'no', 'n', '0', '0.0') then false end"
    )


def _number(column: Column, kind: str, value: str) -> str:
    if kind not in ("text", "integer", "decimal"):
        return f"null::{column.sql_type}"
    number = f"try_cast({value} as {column.sql_type})"
    if column.type == "number":
        return number if kind == "integer" else f"case when isfinite({number}) then {number} end"
    if kind == "integer":
        return number
    if kind == "decimal":
        return f"case when {value} = trunc({value}) then {number} end"
    # The cast alone would round 1.5 to 2.
    return f"case when regexp_full_match({value}, '[+-]?[0-9]+([.]0*)?') then {number} end"
