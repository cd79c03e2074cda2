"""Language and sentiment of short texts, by two libraries that bring their models with them.

CLD2 (pycld2) tells the language, VADER (vaderSentiment) scores English by a word list and rules. A
text of any other language, or of none that can be told, has no score. What was found is a function
of the text and the versions in SCORER alone.
"""

from __future__ import annotations

import html
import os
import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from importlib.metadata import version
from itertools import chain
from multiprocessing import get_context

import pyarrow as pa
import pycld2
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

SCORER = f"vaderSentiment {version('vaderSentiment')}, pycld2 {version('pycld2')}"
SCORED_LANGUAGE = "en"
UNDETERMINED = "und"

BATCH = 5_000
WORKERS = min(2, os.cpu_count() or 1)

# CLD2 keeps two codes that ISO 639 has withdrawn.
_TODAYS_CODES = {"iw": "he", "jw": "jv"}

# The name of an account is no feeling ("@united" would be a happy word), nor is an address.
_NO_WORDS = re.compile(r"https?://\S+|@\w+|</?[a-zA-Z][^>]*>|[\x00-\x08\x0b-\x1f\x7f-\x9f]")

Finding = tuple[str, float | None]


def find(text: str) -> Finding:
    """Return a text's language (ISO 639 code) and, if that is English, its score from -1 to 1."""
    words = html.unescape(_NO_WORDS.sub(" ", text))
    language = _language(words)
    if language != SCORED_LANGUAGE:
        return language, None
    return language, _analyzer().polarity_scores(words)["compound"]


def score_texts(texts: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """Return text_key, language, score and scorer for batches of text_key and text."""
    schema = pa.schema(
        [
            texts.schema.field("text_key"),
            ("language", pa.string()),
            ("score", pa.float64()),
            ("scorer", pa.string()),
        ]
    )

    def scored() -> Iterator[pa.RecordBatch]:
        for batch, findings in _find_all(texts):
            languages, scores = zip(*findings, strict=True)
            yield pa.record_batch(
                [
                    batch.column("text_key"),
                    pa.array(languages, pa.string()),
                    pa.array(scores, pa.float64()),
                    pa.array([SCORER] * len(findings), pa.string()),
                ],
                schema=schema,
            )

    return pa.RecordBatchReader.from_batches(schema, scored())


def _find_all(
    batches: Iterable[pa.RecordBatch],
) -> Iterator[tuple[pa.RecordBatch, list[Finding]]]:
    """Return each batch with its findings; from the second batch on, processes share the work."""
    batches = (batch for batch in batches if batch.num_rows)
    first = next(batches, None)
    if first is None:
        return
    second = next(batches, None)
    if second is None or WORKERS == 1:
        rest = chain([] if second is None else [second], batches)
        for batch in chain([first], rest):
            yield batch, _find_batch(batch.column("text").to_pylist())
        return
    waiting: deque[tuple[pa.RecordBatch, Future[list[Finding]]]] = deque()
    # Processes started anew: this one has an engine's threads, which a copy of it would lack.
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        for batch in chain([first, second], batches):
            texts = batch.column("text").to_pylist()
            waiting.append((batch, pool.submit(_find_batch, texts)))
            if len(waiting) > 2 * WORKERS:
                done, future = waiting.popleft()
                yield done, future.result()
        for done, future in waiting:
            yield done, future.result()


def _find_batch(texts: list[str]) -> list[Finding]:
    return [find(text) for text in texts]


def _language(words: str) -> str:
    """Return the code of the language that CLD2 is sure of, else `und`."""
    try:
        is_sure, _, languages = pycld2.detect(words, isPlainText=True, bestEffort=True)
    except pycld2.error:
        # It reads no text with code points that stand for no character.
        return UNDETERMINED
    code = str(languages[0][1]).partition("-")[0]
    if not is_sure or code == "un":
        return UNDETERMINED
    return _TODAYS_CODES.get(code, code)


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
