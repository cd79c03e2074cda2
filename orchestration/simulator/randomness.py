"""Randomness that is the same on every machine, thread count and engine version.

Every random figure is a 32-bit integer mix of (row, seed, purpose): `draw(row_hash, 'purpose')` in a SQL
template. `row_hash` is `mix32` of the row's number; the purpose and the seed become one constant here.
The mix is Chris Wellons's "lowbias32", a bijection on 32 bits, so two rows never share all their draws.
"""

import hashlib
import re

DRAW = re.compile(r"draw\((?P<row>[a-z_.]+), '(?P<purpose>[a-z_0-9 ]+)'\)")

# `xor` with a shifted self, a product, the low 32 bits: three times. Unsigned, because the product takes 64 bits.
MACROS = """
create or replace macro fold(x, bits) as xor(x, x >> bits);
create or replace macro mix32(x) as
    fold((fold((fold(x::ubigint, 16) * 2146121005) & 4294967295, 15) * 2221713035) & 4294967295, 16);
-- A whole number from 0 to n - 1 out of a draw.
create or replace macro pick(drawn, n) as ((drawn * n) >> 32)::bigint;
-- True in so many of a million.
create or replace macro happens(drawn, per_million) as (drawn * 1000000) >> 32 < per_million;
"""


def salt(seed: str, purpose: str) -> int:
    """Return the 32-bit constant that stands for a seed and a purpose."""
    return int.from_bytes(hashlib.md5(f"{seed}:{purpose}".encode()).digest()[:4], "big")


def expand_draws(sql: str, seed: str) -> str:
    """Replace every `draw(row_hash, 'purpose')` of a template by its integer mix for this seed."""

    def mixed(match: re.Match[str]) -> str:
        return f"mix32(xor({match['row']}, {salt(seed, match['purpose'])}::ubigint))"

    return DRAW.sub(mixed, sql)
