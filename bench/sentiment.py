"""Measures the sentiment of messages against the labels that people gave them.

Reads a file with the columns text and airline_sentiment (positive, neutral, negative), finds each
text's sentiment as the warehouse does, and prints accuracy and F1 beside what the commonest label
alone would reach. A text in an unsupported language has no sentiment, which is a wrong answer here.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb

from orchestration.config import PROJECT
from orchestration.sentiment import SCORED_LANGUAGE, SCORER, find

CLASSES = ("positive", "neutral", "negative")


def label(score: float | None) -> str:
    """Return the word for a score, as the macro sentiment_of does."""
    if score is None:
        return "unsupported"
    if score >= 0.05:
        return "positive"
    return "negative" if score <= -0.05 else "neutral"


def accuracy(given: Sequence[str], found: Sequence[str]) -> float:
    """Return the share of texts that were given the label that people gave them."""
    return sum(a == b for a, b in zip(given, found, strict=True)) / len(given)


def f1(given: Sequence[str], found: Sequence[str], name: str) -> float:
    """Return the harmonic mean of a class's precision and recall; 0 when it was never right."""
    right = sum(a == b == name for a, b in zip(given, found, strict=True))
    return 2 * right / ((given.count(name) + found.count(name)) or 1)


def macro_f1(given: Sequence[str], found: Sequence[str]) -> float:
    """Return the mean of the three classes' F1: each class weighs the same, however rare."""
    return sum(f1(given, found, name) for name in CLASSES) / len(CLASSES)


def report(texts: Sequence[str], given: Sequence[str]) -> str:
    """Return what is printed."""
    findings = [find(text) for text in texts]
    found = [label(score) for _, score in findings]
    commonest = Counter(given).most_common(1)[0][0]
    english = sum(language == SCORED_LANGUAGE for language, _ in findings)
    lines = [f"{'':24s}{'accuracy':>10s}{'macro-F1':>10s}" + "".join(f"{c:>10s}" for c in CLASSES)]
    for name, answers in {
        SCORER.split(",")[0]: found,
        f"always {commonest}": [commonest] * len(given),
    }.items():
        figures = [accuracy(given, answers), macro_f1(given, answers)]
        figures += [f1(given, answers, c) for c in CLASSES]
        lines.append(f"{name:24s}" + "".join(f"{figure:10.3f}" for figure in figures))
    library = SCORER.split(", ")[1]
    share = english / len(texts)
    lines.append(f"{len(texts):,} messages; {english:,} ({share:.1%}) are English to {library}")
    return "\n".join(lines)


def main() -> int:
    """Read the labelled messages and print the figures."""
    data = os.environ.get("SUPPORTMART_REAL_DATA") or PROJECT.parent / "shared" / "data"
    parser = argparse.ArgumentParser(prog="bench.sentiment", description=__doc__)
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        default=Path(data) / "airline_tweets.csv.gz",
        help="CSV file with the columns text and airline_sentiment (default: %(default)s)",
    )
    file = parser.parse_args().file
    if not file.is_file():
        print(
            f"the labelled messages are not at {file}: name their file, or its folder in "
            "SUPPORTMART_REAL_DATA",
            file=sys.stderr,
        )
        return 2
    rows = duckdb.execute(
        "select text, airline_sentiment from read_csv(?, all_varchar = true)", [str(file)]
    ).fetchall()
    print(report([text for text, _ in rows], [given for _, given in rows]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
