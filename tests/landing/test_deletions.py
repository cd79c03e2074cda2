from __future__ import annotations

from tests.landing.desk import Desk


def test_a_deletion_without_effect_is_rejected(desk: Desk) -> None:
    desk.write(
        "deletions.csv",
        "table_name,id,deleted_at\n"
        "messages,m1,2026-01-06T09:00:00Z\n"
        "ticket_tags,t1,2026-01-06T09:00:00Z\n"
        "ticket_sla,t1,2026-01-06T09:00:00Z\n"
        "schedules,s1,2026-01-06T09:00:00Z\n"
        "holidays,s1,2026-01-06T09:00:00Z\n"
        "sla_policies,p1,2026-01-06T09:00:00Z\n",
    )
    desk.load()
    assert desk.rejected("deletions") == [(row, "no_effect") for row in (2, 3, 4, 5)]
    assert "a tag that was taken off has removed_at" in desk.reasons("deletions")[0]
    assert "leave the row out of it" in desk.reasons("deletions")[3]
    assert desk.raw("deletions", "table_name") == [("messages",), ("sla_policies",)]
