"""Randomness that is the same on every machine, thread count and engine version.

Every random figure is a 32-bit integer mix of a row, the seed and a purpose, written
`draw(row_hash, 'purpose')` in the SQL templates. `row_hash` is `mix32` of the row's number; seed
and purpose become one constant here. The mix is Chris Wellons's "lowbias32": a bijection on 32
bits, so no two rows share all their draws.
"""

import hashlib
import re

DRAW = re.compile(r"draw\((?P<row>[a-z_.]+), '(?P<purpose>[a-z ]+)'\)")


def salt(seed: str, purpose: str) -> int:
    """Return the 32-bit constant that stands for a seed and a purpose."""
    digest = hashlib.sha256(f"{seed}:{purpose}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


def expand_draws(sql: str, seed: str) -> str:
    """Replace every `draw(row_hash, 'purpose')` of a template by its integer mix for this seed."""

    def mixed(match: re.Match[str]) -> str:
        return f"mix32(xor({match['row']}, {salt(seed, match['purpose'])}::ubigint))"

    expanded = DRAW.sub(mixed, sql)
    if "draw(" in expanded:
        raise ValueError(f"a draw that cannot be read: {expanded[expanded.index('draw(') :][:80]}")
    return expanded
