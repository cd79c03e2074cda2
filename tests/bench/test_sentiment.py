"""The measure of sentiment: its figures by hand, and the command on a few messages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.sentiment import accuracy, label, macro_f1
from orchestration.config import PROJECT

GIVEN = ["positive", "positive", "neutral", "negative", "negative", "negative"]
FOUND = ["positive", "neutral", "neutral", "negative", "positive", "unsupported"]


def test_accuracy_and_macro_f1_of_six_messages() -> None:
    assert accuracy(GIVEN, FOUND) == 3 / 6
    # 2 × right ÷ (given + found): positive 2/(2+2), neutral 2/(1+2), negative 2/(3+1).
    assert macro_f1(GIVEN, FOUND) == pytest.approx((1 / 2 + 2 / 3 + 1 / 2) / 3)


def test_a_class_that_nobody_names_counts_as_nought() -> None:
    assert macro_f1(["positive"], ["positive"]) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0.05, "positive"),
        (0.0499, "neutral"),
        (0.0, "neutral"),
        (-0.0499, "neutral"),
        (-0.05, "negative"),
        (None, "unsupported"),
    ],
)
def test_where_neutral_ends(score: float | None, expected: str) -> None:
    assert label(score) == expected


def run(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench.sentiment", str(file)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_prints_the_figures_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text(
        "id,airline_sentiment,text\n"
        "1,positive,The service is great\n"
        "2,negative,The flight was terrible\n"
        '3,negative,"Waiting for my bag, still"\n'
        "4,neutral,When will the plane be at the gate?\n",
        encoding="utf-8",
    )
    result = run(file)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    # Three of four are right. Positive 1; neutral 2/(1+2); negative 2/(2+1).
    assert lines[1].split()[-5:] == ["0.750", "0.778", "1.000", "0.667", "0.667"]
    # Two of four are negative: 2×2/(2+4), and nothing else.
    assert lines[2].split()[-5:] == ["0.500", "0.222", "0.000", "0.000", "0.667"]


def test_without_its_file_it_says_where_to_name_it(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere.csv")
    assert result.returncode == 2
    assert "nowhere.csv" in result.stderr
    assert "SUPPORTMART_REAL_DATA" in result.stderr
