"""Writes names and values into SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def name(text: str) -> str:
    """Return a quoted identifier."""
    return '"' + text.replace('"', '""') + '"'


def string(text: str) -> str:
    """Return a string literal."""
    return "'" + text.replace("'", "''") + "'"


def strings(texts: Iterable[str]) -> str:
    """Return a comma-separated list of string literals."""
    return ", ".join(string(text) for text in texts)


def struct(values: Mapping[str, str]) -> str:
    """Return a struct literal of strings."""
    return "{" + ", ".join(f"{string(key)}: {string(value)}" for key, value in values.items()) + "}"


def same(columns: Iterable[str], one: str, other: str) -> str:
    """Return a join condition of two relations in which empty values are equal."""
    return " and ".join(f"{one}.{name} is not distinct from {other}.{name}" for name in columns)
