"""Draws and distributions, against arithmetic done by hand or by a few lines of Python."""

from collections.abc import Iterator

import duckdb
import pytest

from orchestration.simulator.calibration import CHANNELS
from orchestration.simulator.quantiles import Point, knots, mean, share_with_value, spread_knots
from orchestration.simulator.randomness import expand_draws, salt
from orchestration.simulator.worker import TEMPLATES

KNOTS_OF_TWO = [*range(0, 1010, 10), *([None] * 101)]


@pytest.fixture(scope="module")
def macros() -> Iterator[duckdb.DuckDBPyConnection]:
    """Define the macros with small tables of their own."""
    sql = (TEMPLATES / "macros.sql").read_text()
    values = {
        "first_reply_knots": ", ".join("null" if k is None else str(k) for k in KNOTS_OF_TWO),
        "spread_knots": ", ".join(map(str, spread_knots())),
        "phrases": "'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'",
        "languages": "1",
        "phrases_each": "2",
        "horizon_s": "100",
    }
    for name, value in values.items():
        sql = sql.replace("{" + name + "}", value)
    with duckdb.connect() as connection:
        connection.execute(sql)
        yield connection


def value(connection: duckdb.DuckDBPyConnection, expression: str) -> object:
    row = connection.execute(f"select {expression}").fetchone()
    assert row
    return row[0]


def lowbias32(number: int) -> int:
    number ^= number >> 16
    number = number * 0x7FEB352D % 2**32
    number ^= number >> 15
    number = number * 0x846CA68B % 2**32
    return number ^ number >> 16


@pytest.mark.parametrize("number", [0, 1, 2, 12_345, 2**31, 2**32 - 1])
def test_the_mix_is_the_published_one(macros: duckdb.DuckDBPyConnection, number: int) -> None:
    assert value(macros, f"mix32({number})") == lowbias32(number)


def test_a_draw_is_the_mix_of_row_seed_and_purpose(macros: duckdb.DuckDBPyConnection) -> None:
    sql = expand_draws("draw(h, 'first reply')", "7:acme")
    drawn = macros.execute(f"select {sql} from (select mix32(5) as h)").fetchone()
    assert drawn == (lowbias32(lowbias32(5) ^ salt("7:acme", "first reply")),)
    assert salt("7:acme", "first reply") != salt("8:acme", "first reply")


def test_a_draw_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(ValueError, match="a draw that cannot be read"):
        expand_draws("select draw(mix32(n), 'nested')", "1")


def test_draws_fill_their_range_evenly(macros: duckdb.DuckDBPyConnection) -> None:
    counted = macros.execute(
        "select count(*) from range(100000) numbers(n) group by pick(mix32(n), 10)"
    ).fetchall()
    # Ten thousand each; four standard deviations are four times the root of 9,000.
    assert len(counted) == 10
    assert all(abs(count - 10_000) < 4 * 95 for (count,) in counted)


def test_a_value_lies_straight_between_two_knots(macros: duckdb.DuckDBPyConnection) -> None:
    # A quarter of 2^32 is the 25th per cent, half a per cent more is half the way to the 26th.
    assert value(macros, "first_reply_delay(0, (1::ubigint << 30))") == 250
    assert value(macros, "first_reply_delay(0, (1::ubigint << 30) + 21474837)") == 255
    assert value(macros, "first_reply_delay(1, (1::ubigint << 30))") is None


def test_points_are_met_and_what_lies_beyond_never_happens() -> None:
    table = knots([Point(50, 100), Point(90, 500, bend=3)])
    assert (table[0], table[25], table[50], table[90], table[91]) == (0, 50, 100, 500, None)
    # Halfway between 50 and 90 the value has come 1/4 of the way from 100 to 500.
    assert table[70] == 200
    assert share_with_value(table) == pytest.approx(0.9)
    assert mean(knots([Point(100, 300)])) == pytest.approx(150)


def test_a_spread_has_the_mean_asked_for(macros: duckdb.DuckDBPyConnection) -> None:
    average = macros.execute(
        "select avg(spread(3600, (n << 12)::ubigint)) from range(1 << 20) numbers(n)"
    ).fetchone()
    assert average
    assert average[0] == pytest.approx(3600, abs=2)


def test_phrases_are_found_by_sender_tone_and_language(macros: duckdb.DuckDBPyConnection) -> None:
    # Three tones of two phrases: the second sender's first tone begins at the seventh.
    assert value(macros, "phrase(0, 1, 0, 0::ubigint)") == "c"
    assert value(macros, "phrase(1, 0, 0, (1::ubigint << 32) - 1)") == "h"


def test_the_networks_together_meet_the_published_shares() -> None:
    # Half within 4 h and 90 % within 24 h, weighted by how many contacts each network has.
    social = [channel for channel in CHANNELS if channel.group == "social"]
    assert [channel.share for channel in social] == [2_400, 1_000, 400, 200]
    for point, expected in ((0, 50), (1, 90)):
        met = sum(channel.share * channel.first_reply[point].percent for channel in social)
        assert met / sum(channel.share for channel in social) == pytest.approx(expected, abs=0.5)
    assert sum(channel.share for channel in CHANNELS) == 10_000
