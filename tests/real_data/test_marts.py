"""The marts' figures of all time, each of one connection, against the raw files."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.config import Settings
from tests.warehouse import harness


def figure(warehouse: Settings, connection: str, metric: str, statistic: str, clock: str) -> float:
    """Return a figure over all channels and all time of one connection."""
    rows = harness.query(
        warehouse,
        "select value from marts.mart_channel_metrics where period_grain = 'all' and level = 'all' "
        "and connection = ? and metric_id = ? and statistic = ? and coalesce(clock, '') = ?",
        [connection, metric, statistic, clock],
    )
    assert len(rows) == 1, f"{len(rows)} rows"
    return float(rows[0]["value"])


def test_median_wait_of_the_banks_callers(warehouse: Settings, read_raw: Any) -> None:
    figures = read_raw(
        "bank_calls_feb1999.tsv.gz",
        """
        select median(wait) as median, quantile_cont(wait, 0.9) as p90
        from (
            select greatest(seconds + case when seconds < -43200 then 86400 else 0 end, 0) as wait
            from (
                select epoch(case
                    when ser_start <> '0:00:00' then ser_start
                    when q_start = '0:00:00' and q_exit = '0:00:00' then vru_exit
                    else q_exit
                end::interval) - epoch(vru_entry::interval) as seconds
                from raw where outcome = 'AGENT'
            )
        )
        """,
        separator="\t",
    )
    assert figures["median"] == figure(warehouse, "bank", "first_reply", "median", "calendar")
    assert figures["p90"] == pytest.approx(
        figure(warehouse, "bank", "first_reply", "p90", "calendar")
    )


def test_share_of_calls_answered_within_a_quarter_of_an_hour(
    warehouse: Settings, read_raw: Any
) -> None:
    # The longest wait is 754 s, so that every call with an agent was answered within 15 minutes.
    figures = read_raw(
        "bank_calls_feb1999.tsv.gz",
        "select count(*) filter (outcome = 'AGENT') / count(*) as share from raw",
        separator="\t",
    )
    assert figures["share"] == pytest.approx(
        figure(warehouse, "bank", "first_reply", "share_within_15min", "calendar")
    )


def test_contacts_and_closings_of_boston(warehouse: Settings, read_raw: Any) -> None:
    figures = read_raw(
        "boston311_2015_jan_oct.csv.gz",
        "select count(*) as contacts, count(CLOSED_DT) / count(*) as closed from raw",
    )
    assert figures["contacts"] == figure(warehouse, "boston", "contacts_created", "count", "")
    assert figures["closed"] == pytest.approx(
        figure(warehouse, "boston", "closed_share", "share", "")
    )


def test_reopenings_of_the_incidents(warehouse: Settings) -> None:
    # 332 is what the log's updates give (see test_servicenow).
    assert figure(warehouse, "servicenow", "reopens", "count", "") == 332


def test_median_first_reply_of_the_conversations(warehouse: Settings) -> None:
    assert figure(warehouse, "brands", "first_reply", "median", "calendar") == 920.5


def test_no_message_of_the_real_data_is_an_orphan(warehouse: Settings) -> None:
    assert harness.query(warehouse, "select * from quality.orphans") == []
