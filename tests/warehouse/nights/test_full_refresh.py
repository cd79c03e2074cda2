"""The second night leaves what a full refresh makes of the same raw rows, whatever was written."""

from __future__ import annotations

from tests.warehouse.nights.conftest import Nights
from tests.warehouse.tables import differing_tables


def test_the_second_night_leaves_what_a_full_refresh_makes(nights: Nights) -> None:
    assert differing_tables(nights.second_settings, nights.afresh_settings) == []
