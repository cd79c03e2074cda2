"""Causes of failures in the words of other programs, cut to what a person reads first."""

from __future__ import annotations

import re

# "Runtime Error in model fct_turns (models/core/fct_turns.sql)": dbt's heading over the cause.
HEADING = re.compile(r"\w+ Error( in .*)?")


ENDED = "the run was ended from outside"


def in_one_line(message: str) -> str:
    """Return the first paragraph of an error as one line; code that it quotes comes after it."""
    lines = [line.strip() for line in message.strip().splitlines()]
    if len(lines) > 1 and HEADING.fullmatch(lines[0]):
        lines = lines[1:]
    paragraph = lines[: lines.index("")] if "" in lines else lines
    return " ".join(paragraph)
