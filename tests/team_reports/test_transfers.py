"""Transfers one by one: from whom to whom, and whether the contact had been resolved."""

from __future__ import annotations

from orchestration.config import Settings
from tests.team_reports.desk import DESK, expect, facts_of
from tests.warehouse.desk import at
from tests.warehouse.harness import stable_key

DESK.ticket("handed-on", "2026-03-02 09:00").customer("2026-03-02 09:00").event(
    "assignee_id", "2026-03-02 09:10", "ann"
).event("group_id", "2026-03-02 09:10", "billing").event(
    "assignee_id", "2026-03-02 10:00", "bea"
).event("group_id", "2026-03-02 10:00", "technical").status("2026-03-02 11:00", "solved").event(
    "assignee_id", "2026-03-02 11:30", None
).event("assignee_id", "2026-03-02 11:40", "bea").event("assignee_id", "2026-03-02 12:00", "carl")


def test_a_first_assignment_and_giving_back_are_no_transfers(reports: Settings) -> None:
    assert [row["transferred_at"] for row in transfers(reports)] == [
        at("2026-03-02 10:00"),
        at("2026-03-02 12:00"),
    ]


def test_a_change_of_assignee_and_group_in_one_save_is_one_transfer(reports: Settings) -> None:
    expect(
        transfers(reports)[0],
        from_assignee_key=stable_key("desk", "ann"),
        to_assignee_key=stable_key("desk", "bea"),
        from_group_id="billing",
        to_group_id="technical",
        is_before_resolution=True,
    )


def test_a_transfer_after_the_resolution_is_marked(reports: Settings) -> None:
    expect(
        transfers(reports)[1],
        from_assignee_key=stable_key("desk", "bea"),
        to_assignee_key=stable_key("desk", "carl"),
        from_group_id=None,
        to_group_id=None,
        is_before_resolution=False,
    )


def transfers(settings: Settings) -> list[dict[str, object]]:
    return facts_of(settings, "fct_transfers", "handed-on", order_by="transferred_at")
