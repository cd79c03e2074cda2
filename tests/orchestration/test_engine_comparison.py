"""What the comparison of engines takes for the same, and what it does not."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.engines.comparison import compare

OWN = """
    create table own as
    select
        cast(key as uuid) as key, amount, seconds, sent_at, 1 as place,
        [{'of': cast(key as uuid), 'seconds': seconds}] as voices
    from (values
        ('00000000-0000-0000-0000-000000000001', 3::bigint, 0.1::double, timestamp '2025-01-01'),
        ('00000000-0000-0000-0000-000000000002', 4::bigint, null, timestamp '2025-01-02')
    ) as rows (key, amount, seconds, sent_at)
"""
AS_TEXT = "cast(key as varchar) as key"
VOICES = 'cast(voices as struct("of" varchar, seconds double)[])'


@pytest.mark.parametrize(
    ("theirs", "difference"),
    [
        (f"* replace ({AS_TEXT})", ""),
        (f"* replace ({AS_TEXT}, cast(amount as decimal(38, 0)) as amount)", ""),
        (f"* replace ({AS_TEXT}, seconds * (1 + 1e-12) as seconds)", ""),
        (f"* replace ({AS_TEXT}, seconds * (1 + 1e-6) as seconds)", 'differs: "seconds" in 1 rows'),
        (f"* replace ({AS_TEXT}, coalesce(seconds, 0) as seconds)", 'differs: "seconds" in 1 rows'),
        (f"* replace ({AS_TEXT}, amount + 1 as amount)", 'differs: "amount" in 2 rows'),
        (
            f"* replace ({AS_TEXT}, sent_at + interval 1 microsecond as sent_at)",
            'differs: "sent_at" in 2 rows',
        ),
        (f"* replace ({AS_TEXT}, {VOICES} as voices)", ""),
        (f"* replace ({AS_TEXT}, {VOICES}[2:] as voices)", 'differs: "voices" in 2 rows'),
        (f"* replace ({AS_TEXT}, amount / 1 as amount)", "other columns or types: amount"),
        (f"* exclude (seconds) replace ({AS_TEXT})", "other columns or types: seconds"),
        (f"distinct on (true) * replace ({AS_TEXT})", "1 rows"),
    ],
)
def test_a_difference_is_found_and_named(tmp_path: Path, theirs: str, difference: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(OWN)
        file = tmp_path / "0.parquet"
        connection.execute(f"copy (select {theirs} from own) to '{file}' (format parquet)")
        assert compare(connection, "own", f"read_parquet('{file}')").difference == difference
