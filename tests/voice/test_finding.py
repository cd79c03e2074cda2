"""Language and sentiment of single texts, and of batches of them."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest

from orchestration.config import PROJECT
from orchestration.sentiment import SCORER, find, score_texts
from tests.voice.conftest import DUTCH, GREAT, TEXTS


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (TEXTS[GREAT], ("en", GREAT)),
        (f"<p>{TEXTS[GREAT]}</p>", ("en", GREAT)),
        # "united" is a happy word, but not as the name of an account.
        (f"@united {TEXTS[GREAT]} https://love.example/great", ("en", GREAT)),
        # "&lt;3" is a heart: 1.9 more, so 5 / sqrt(25 + 15).
        (f"{TEXTS[GREAT]} &lt;3", ("en", 0.7906)),
        (DUTCH, ("nl", None)),
        ("איפה ההזמנה שלי? אני מחכה כבר שבוע", ("he", None)),
        ("😡😡😡", ("und", None)),
        ("?", ("und", None)),
        (" \n ", ("und", None)),
        ("\ufdd0 \ufffe", ("und", None)),
        (f"\x00\x07{TEXTS[GREAT]}\x9f", ("en", GREAT)),
    ],
)
def test_the_finding_of_a_text(text: str, finding: tuple[str, float | None]) -> None:
    assert find(text) == finding


@pytest.mark.parametrize("batches", [0, 1, 2, 12])
def test_batches_come_back_in_order_whoever_scores_them(batches: int) -> None:
    schema = pa.schema([("text_key", pa.int64()), ("text", pa.string())])
    texts = [
        pa.record_batch([[number], [TEXTS[GREAT] if number % 2 else DUTCH]], schema=schema)
        for number in range(batches)
    ]
    reader = pa.RecordBatchReader.from_batches(schema, texts)
    rows = [tuple(row.values()) for row in score_texts(reader).read_all().to_pylist()]
    assert rows == [
        (number, *(("en", GREAT) if number % 2 else ("nl", None)), SCORER)
        for number in range(batches)
    ]


def test_the_definitions_do_not_import_the_libraries() -> None:
    code = (
        "import sys, orchestration.definitions;"
        "print([name for name in ('pyarrow', 'vaderSentiment', 'pycld2') if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "[]"
