"""The cross-fact invariants of tests/dbt/core hold on every edge case, and each can fail."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import duckdb
import pytest

from orchestration.config import PROJECT, Settings
from tests.warehouse.desk import DESK
from tests.warehouse.harness import run_dbt

DESK.schedule("invariant-hours", "12345", "09:00-17:00")
DESK.ticket("invariant", "2026-03-02 09:00", schedule_id="invariant-hours").customer(
    "2026-03-02 09:00"
).agent("2026-03-02 09:05").agent("2026-03-02 09:06").customer("2026-03-02 10:00").event(
    "assignee_id", "2026-03-02 09:00", "ann"
).event("assignee_id", "2026-03-02 09:30", "bea").status("2026-03-02 11:00", "solved").status(
    "2026-03-02 12:00", "open"
).status("2026-03-02 13:00", "solved").work("talk", "2026-03-02 09:01", "2026-03-02 09:05")
DESK.ticket("invariant-called", "2026-03-02 09:00").call("inbound", "2026-03-02 09:00")
DESK.ticket("invariant-merged", "2026-03-02 09:00", merged_into_ticket_id="invariant")
DESK.ticket("invariant-lost", "2026-03-02 09:00")
DESK.ticket("invariant-test", "2026-03-02 09:00", is_test=True)
DESK.add("ticket_tags", ticket_id="invariant", tag="refund")

# What each invariant finds, done to the warehouse behind dbt's back.
DAMAGES = {
    "assert_contact_flags_follow_from_their_facts": (
        "update core.fct_contacts set is_bot_only = not is_bot_only"
    ),
    "assert_contact_topics_stand_once": (
        "insert into core.bridge_contact_topics from core.bridge_contact_topics"
    ),
    "assert_daily_messages_add_up_to_contacts": (
        "update core.fct_messages_daily set bot_messages = bot_messages + 1"
    ),
    "assert_dates_are_consecutive": "delete from core.dim_dates where date_on = '2024-02-29'",
    "assert_durations_follow_from_their_instants": (
        "update core.fct_contacts set on_hold_seconds = on_hold_seconds + 1"
    ),
    "assert_every_ticket_is_a_contact": (
        "delete from core.fct_contacts where ticket_id = 'invariant-lost'"
    ),
    "assert_excluded_contacts_are_listed": "delete from quality.exclusions",
    "assert_inbound_messages_add_up_to_their_contacts": (
        "update core.fct_inbound_messages set replies = replies + 1"
    ),
    "assert_messages_are_those_of_their_contacts": (
        "delete from core.fct_messages where is_call and sender_kind = 'customer'"
    ),
    "assert_messages_reconcile": "update core.fct_contacts set other_messages = other_messages + 1",
    "assert_replies_add_up_to_their_contacts": (
        "delete from core.fct_replies where not answers_turn"
    ),
    "assert_resolutions_add_up_to_their_contacts": "update core.fct_resolutions set is_last = true",
    "assert_rows_beside_conversations_reconcile": "delete from core.fct_calls",
    "assert_schedule_pieces_cover_every_instant": (
        "update intermediate.int_schedule_pieces set closes_us = closes_us + 1"
    ),
    "assert_tickets_reconcile": (
        "delete from core.fct_contacts where ticket_id = 'invariant-merged'"
    ),
    "assert_transfers_add_up_to_their_contacts": (
        "update core.fct_transfers set is_before_resolution = not is_before_resolution"
    ),
    "assert_turn_waits_follow_from_their_instants": (
        "update core.fct_turns set reply_seconds = reply_seconds + 1"
    ),
    "assert_turns_add_up_to_their_contacts": "delete from core.fct_turns where answered_at is null",
    "assert_turns_and_replies_mirror_each_other": (
        "update core.fct_replies set turn_key = reply_key where answers_turn"
    ),
    "assert_work_sessions_add_up_to_their_contacts": (
        "update core.fct_work_sessions set kind = 'wrap_up'"
    ),
    "assert_work_sessions_reconcile": (
        "update core.fct_contacts set handle_seconds = handle_seconds + 1"
    ),
}
INVARIANTS = ("test", "--select", "path:tests/dbt/core")


def test_every_invariant_is_damaged_here() -> None:
    assert {path.stem for path in (PROJECT / "tests/dbt/core").glob("*.sql")} == DAMAGES.keys()


def test_the_invariants_hold_on_every_edge_case(desk_settings: Settings) -> None:
    run_dbt(desk_settings, *INVARIANTS)


def test_each_invariant_finds_its_damage(desk_settings: Settings, tmp_path: Path) -> None:
    damaged = dataclasses.replace(desk_settings, warehouse=tmp_path / desk_settings.warehouse.name)
    shutil.copy(desk_settings.warehouse, damaged.warehouse)
    with duckdb.connect(str(damaged.warehouse)) as connection:
        for statement in DAMAGES.values():
            changed = connection.execute(statement).fetchall()[0][0]
            assert changed > 0, f"nothing on the desk to damage: {statement}"
    with pytest.raises(AssertionError) as failure:
        run_dbt(damaged, *INVARIANTS)
    unseen = [name for name in DAMAGES if f"{name}: Got" not in str(failure.value)]
    assert not unseen, failure.value
