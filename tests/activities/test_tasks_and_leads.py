"""Tasks by team member, leads by channel."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.activities.desk import add, ticket
from tests.warehouse.harness import Row, stable_key

add("agents", agent_id="ann", name="Ann", team="Billing", role="agent")
add("agents", agent_id="bea", name="Bea", team="Technical")
ticket("task-spam", status="spam")


def task(task_id: str, assignee: str, assigned: str, **row: object) -> None:
    add("tasks", task_id=task_id, assignee_id=assignee, assigned_at=assigned, **row)


task("k1", "ann", "09:00", completed_at="11:00", ticket_id="plain")
task("k2", "ann", "10:00", completed_at="03-03 10:00")
task("k3", "ann", "10:00", cancelled_at="10:30")
task("k4", "bea", "10:00")
task("k5", "bea", "03-03 10:00", completed_at="03-03 11:00")
# Done after as_of, by somebody whom the agents' table does not describe.
task("k6", "zed", "10:00", completed_at="06-30 00:00:01")
task("k7", "ann", "10:00", completed_at="10:01", ticket_id="task-spam")
task("k8", "ann", "10:00", completed_at="10:01", ticket_id="nowhere")


def lead(lead_id: str, channel: str, **row: object) -> None:
    add("leads", lead_id=lead_id, channel=channel, captured_at="10:00", **row)


lead("l1", "facebook", converted_at="03-10 10:00", value=120.5, currency="EUR", customer_id="L")
lead("l2", "facebook", ticket_id="plain")
lead("l3", "Instagram ", converted_at="06-30 00:00:01")
lead("l4", "facebook", ticket_id="task-spam", converted_at="10:10")
lead("l5", "facebook", ticket_id="nowhere")
lead("l6", "carrier pigeon")


def test_task_performance(read: Callable[..., list[Row]]) -> None:
    rows = read("""
        select level, team, agent_key, assigned_tasks, completed_tasks, cancelled_tasks,
            open_tasks, completion_share, completion_mean_hours, completion_median_hours
        from marts.mart_task_performance
        where period_grain = 'day' and period_start = date '2026-03-02' and connection = 'desk'
    """)
    figures = {(row.pop("level"), row.pop("team"), row.pop("agent_key")): row for row in rows}
    ann, bea, zed = (stable_key("desk", agent) for agent in ("ann", "bea", "zed"))
    assert {key: tuple(row.values()) for key, row in figures.items()} == {
        # 2 h and 24 h.
        ("agent", "Billing", ann): (3, 2, 1, 0, pytest.approx(2 / 3), 13, 13),
        ("team", "Billing", None): (3, 2, 1, 0, pytest.approx(2 / 3), 13, 13),
        ("agent", "Technical", bea): (1, 0, 0, 1, 0, None, None),
        ("team", "Technical", None): (1, 0, 0, 1, 0, None, None),
        ("agent", None, zed): (1, 0, 0, 1, 0, None, None),
        ("all", None, None): (5, 2, 1, 2, pytest.approx(0.4), 13, 13),
    }


def test_task_performance_beside_the_day_before(read: Callable[..., list[Row]]) -> None:
    (row,) = read("""
        select assigned_tasks, completion_share, previous_assigned_tasks,
            previous_completion_share, previous_completion_mean_hours
        from marts.mart_task_performance
        where period_grain = 'day' and period_start = date '2026-03-03' and connection = 'desk'
            and level = 'team' and team = 'Technical'
    """)
    assert tuple(row.values()) == (1, 1, 1, 0, None)


def test_leads_and_conversion(read: Callable[..., list[Row]]) -> None:
    rows = read(
        "select channel_group, channel, leads, converted_leads "
        "from mart_parts.mart_daily_leads where date_on = date '2026-03-02' order by channel"
    )
    # The spam's lead and the orphan are out; of facebook's two, one in two converted.
    assert [tuple(row.values()) for row in rows] == [
        ("social", "facebook", 2, 1),
        ("social", "instagram", 1, 0),
        ("other", "unmapped", 1, 0),
    ]


def test_a_lead_keeps_its_value(read: Callable[..., list[Row]]) -> None:
    (row,) = read(
        "select value_amount, currency, is_converted, requester_key, contact_key "
        "from core.fct_leads where lead_id = 'l1'"
    )
    assert tuple(row.values()) == (120.5, "EUR", True, stable_key("desk", "L"), None)


def test_rows_of_no_ticket_are_orphans(read: Callable[..., list[Row]]) -> None:
    rows = read(
        "select table_name, rows from quality.orphans where ticket_id = 'nowhere' "
        "and table_name in ('tasks', 'leads', 'surveys') order by all"
    )
    assert [tuple(row.values()) for row in rows] == [("leads", 1), ("surveys", 1), ("tasks", 1)]
