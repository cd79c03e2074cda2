"""A connection with only the mandatory columns of the two mandatory tables: nothing is made up.

Six tickets, one a channel, each with a question at 09:00; all but the call's is answered at 10:00.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from orchestration.config import Settings
from tests.warehouse.harness import (
    Connection,
    Row,
    load,
    loaded_everything,
    query,
    run_dbt,
    settings_below,
    write_landing,
)

Read = Callable[[str], list[Row]]

CHANNELS = ("email", "facebook", "twitter", "portal", "chat", "phone")
UNANSWERED = "phone"

# What tickets and messages without states, agents, customers, texts and surveys cannot fill.
EMPTY_FACTS = {
    "bridge_contact_topics", "dim_agents", "dim_customers", "dim_requesters", "dim_schedules",
    "fct_backlog_daily", "fct_calls", "fct_chat_sessions", "fct_leads", "fct_portal_sessions",
    "fct_resolutions", "fct_sla", "fct_surveys", "fct_tasks", "fct_transfers", "fct_work_sessions",
}  # fmt: skip
EMPTY_MARTS = {
    "mart_agent_performance", "mart_backlog_daily", "mart_chat", "mart_phone", "mart_quick_replies",
    "mart_sentiment", "mart_sla", "mart_task_performance", "mart_topics", "mart_voice_of_customer",
}  # fmt: skip

# All that can be said of each channel.
METRICS = {
    "contacts_created", "outbound_contacts", "truncated_contacts", "messages_received",
    "replies_sent", "unique_messages_replied", "answered_share", "response_rate",
    "message_response_rate", "first_reply", "first_reply_any", "reply_time", "speed_ratio",
    "escalated_share", "failed_elsewhere_share",
}  # fmt: skip

# Words in the names of columns that take schedules, states, agents, customers or more tables.
UNKNOWABLE = re.compile(
    "business|resol|reopens|backlog|closed|fcr|touch|transfer|wait_|on_hold|work|unassigned|handle"
    "|wrap_up|cost|csat|nps|lead|sentiment|session|desktop|mobile|tablet|self_service|deflection"
    "|customers|users|coming_back_share|team|priority"
)
# Marts that have names of metrics in rows, not in columns.
LONG = ("mart_channel_metrics", "mart_benchmark_comparison", "mart_impact")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Load and build everything, and let dbt's data tests look at it."""
    settings = settings_below(
        tmp_path_factory.mktemp("two_tables"), as_of=datetime(2026, 5, 1, tzinfo=UTC)
    )
    days = {channel: f"2026-03-0{day}" for day, channel in enumerate(CHANNELS, start=2)}
    tickets = [
        {"ticket_id": channel, "channel": channel, "created_at": f"{day}T09:00Z"}
        for channel, day in days.items()
    ]
    messages = [
        {
            "message_id": f"{channel} {hour}",
            "ticket_id": channel,
            "sent_at": f"{day}T{hour}:00Z",
            "sender_kind": sender_kind,
        }
        for channel, day in days.items()
        for hour, sender_kind in (("09", "customer"), ("10", "agent"))
        if sender_kind == "customer" or channel != UNANSWERED
    ]
    write_landing(
        settings.landing, {"bare": Connection({"tickets": tickets, "messages": messages})}
    )
    loaded_everything(load(settings))
    run_dbt(settings, "build", "--exclude-resource-type", "unit_test")
    return settings


@pytest.fixture(scope="module")
def read(warehouse: Settings) -> Read:
    return lambda sql: query(warehouse, sql)


def tables(read: Read, schema: str) -> list[str]:
    rows = read(f"select table_name from information_schema.tables where table_schema = '{schema}'")
    return [row["table_name"] for row in rows]


def empty(read: Read, schema: str) -> set[str]:
    return {
        name for name in tables(read, schema) if not read(f"select 1 from {schema}.{name} limit 1")
    }


def test_facts_and_dimensions_of_what_was_not_delivered_are_empty(read: Read) -> None:
    assert empty(read, "core") == EMPTY_FACTS


def test_marts_of_what_was_not_delivered_are_empty(read: Read) -> None:
    assert empty(read, "marts") == EMPTY_MARTS


def test_metrics_without_data_have_no_figure(read: Read) -> None:
    figures = read("select distinct metric_id, clock from marts.mart_channel_metrics")
    assert {row["metric_id"] for row in figures} == METRICS
    assert {row["clock"] for row in figures} == {"calendar", None}
    compared = read(
        "select distinct metric_id from marts.mart_benchmark_comparison where own_value is not null"
    )
    assert {row["metric_id"] for row in compared} < METRICS
    resolutions = read(
        "select mean_seconds, median_seconds, contacts_measured from "
        "marts.mart_definition_comparison where measure = 'resolution'"
    )
    assert {tuple(row.values()) for row in resolutions} == {(None, None, 0)}


def test_columns_without_data_are_null(read: Read) -> None:
    made_up = []
    looked_at = 0
    for mart in sorted(set(tables(read, "marts")) - EMPTY_MARTS - set(LONG)):
        (row,) = read(f"select count(columns(*)) from marts.{mart}")
        for column, values in row.items():
            if UNKNOWABLE.search(column):
                looked_at += 1
                if values:
                    made_up.append(f"{mart}.{column}")
    assert made_up == []
    assert looked_at > 80


def test_what_two_tables_tell_is_told(read: Read) -> None:
    (row,) = read(
        "select contacts_created, answered_share, first_reply_mean_hours, messages_received, "
        "replies_sent from marts.mart_channel_scorecard "
        "where period_grain = 'all' and connection = 'bare' and level = 'all'"
    )
    assert tuple(row.values()) == (6, pytest.approx(5 / 6), 1.0, 6, 5)
    rows = read(
        "select channel, share_of_group from marts.mart_social "
        "where period_grain = 'all' and connection = 'bare' and level = 'channel'"
    )
    assert {tuple(row.values()) for row in rows} == {("facebook", 0.5), ("twitter", 0.5)}
    (row,) = read(
        "select contacts_created, reply_time_mean_minutes from marts.mart_email "
        "where period_grain = 'all' and connection = 'bare'"
    )
    assert tuple(row.values()) == (1, 60.0)
