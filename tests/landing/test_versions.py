"""Edge case 11: which version of a row is read, after one load and after several."""

from __future__ import annotations

from tests.landing.desk import MESSAGES, Desk

HEADER = "message_id,ticket_id,sent_at,sender_kind,edited_at,body\n"
ROW = "{},t1,2024-03-01T09:00:00Z,customer,{},{}\n"


def read(desk: Desk) -> list[tuple[object, ...]]:
    """Return the messages that are read, but the first one that every desk has."""
    return desk.rows(
        "select connection, message_id, body from raw_helpdesk.messages "
        "where superseded_by_load_id is null and message_id <> 'm1' order by all"
    )


def test_case_11_last_edit_wins_then_later_load_then_file_then_row(desk: Desk) -> None:
    """Hand-worked: every tie of the order in turn, and a key of another connection beside."""
    desk.write_connection("bank")
    desk.write("messages/1.csv", HEADER + ROW.format(1, "2024-03-01T11:00:00Z", "edited at 11"))
    desk.write("messages/2.csv", HEADER + ROW.format(2, "", "first load"))
    desk.write("messages/b.csv", HEADER + "".join(ROW.format(3, "", f"b{n}") for n in range(1, 11)))
    desk.write("messages/a.csv", HEADER + ROW.format(3, "", "file a"))
    desk.write("messages/4.csv", HEADER + ROW.format(4, "", "of acme"))
    desk.write("messages/4.csv", HEADER + ROW.format(4, "", "of bank"), "bank")
    desk.load()
    assert read(desk) == [
        ("acme", "1", "edited at 11"),
        ("acme", "2", "first load"),
        ("acme", "3", "b10"),
        ("acme", "4", "of acme"),
        ("bank", "4", "of bank"),
    ]

    desk.write("messages/1.csv", HEADER + ROW.format(1, "2024-03-01T10:00:00Z", "edited at 10"))
    desk.write("messages/2.csv", HEADER + ROW.format(2, "", "second load"))
    desk.load()
    assert read(desk)[:2] == [("acme", "1", "edited at 11"), ("acme", "2", "second load")]
    assert desk.rows(
        "select body, load_id, superseded_by_load_id from raw_helpdesk.messages "
        "where message_id in ('1', '2') order by all"
    ) == [
        ("edited at 10", 2, 2),
        ("edited at 11", 1, None),
        ("first load", 1, 2),
        ("second load", 2, None),
    ]


def test_loads_one_by_one_settle_the_same_versions_as_one_load(desk: Desk) -> None:
    """Five contents of one file and a second file, loaded in turn; each key has one winner."""
    for load in range(5):
        rows = [ROW.format(n, f"2024-03-0{1 + (n * load) % 7}T00:00:00Z", load) for n in range(9)]
        desk.write("messages/a.csv", HEADER + "".join(rows[load:]))
        desk.write("messages/b.csv", HEADER + rows[load])
        desk.load()
    winners = (
        "select message_id, body, source_file from raw_helpdesk.messages "
        "qualify row_number() over (partition by message_id order by edited_at desc nulls last, "
        "load_id desc, source_file desc, row_number desc) = 1 order by all"
    )
    assert desk.rows(winners) == desk.rows(
        "select message_id, body, source_file from raw_helpdesk.messages "
        "where superseded_by_load_id is null order by all"
    )


def test_a_row_that_says_what_is_held_has_lost_as_it_came(desk: Desk) -> None:
    """1 comes again as it was, twice; 2 changes its body and changes it back; 3 is new."""
    for load, body in ((1, "as it was"), (2, "another"), (3, "as it was")):
        rows = ROW.format(1, "", "held") * load + ROW.format(2, "", body)
        rows += ROW.format(3, "", "late") if load == 3 else ""
        desk.write("messages/export.csv", HEADER + rows)
        desk.load()
    assert desk.rows(
        "select message_id, load_id, superseded_by_load_id, count(*) from raw_helpdesk.messages"
        " where message_id <> 'm1' group by all order by all"
    ) == [
        ("1", 1, None, 1),
        ("1", 2, 2, 2),
        ("1", 3, 3, 3),
        ("2", 1, 2, 1),
        ("2", 2, 3, 1),
        ("2", 3, None, 1),
        ("3", 3, None, 1),
    ]
    # They were read and loaded, and a later version still takes the place of the first.
    assert desk.rows(
        "select rows_read, rows_loaded from quality.row_ledger"
        " where source_file like '%export.csv' order by load_id"
    ) == [(2, 2), (3, 3), (5, 5)]
    desk.write("messages/export.csv", HEADER + ROW.format(1, "", "mended"))
    desk.load()
    assert ("acme", "1", "mended") in read(desk)
    assert len(read(desk)) == 3


def test_a_snapshot_that_says_what_is_held_has_lost_whole(desk: Desk) -> None:
    """The second says the same in another order, the third one of them twice, the fourth once."""
    header = "schedule_id,time_zone,weekday,opens_at,closes_at\n"
    monday, tuesday = (f"week,UTC,{day},09:00,17:00\n" for day in (1, 2))
    for rows in (monday + tuesday, tuesday + monday, tuesday * 2, tuesday):
        desk.write("schedules.csv", header + rows)
        desk.load()
    assert desk.rows(
        "select load_id, superseded_by_load_id, count(*) from raw_helpdesk.schedules"
        " group by all order by all"
    ) == [(1, None, 2), (2, 2, 2), (3, None, 2), (4, None, 1)]


def test_keys_with_an_empty_column_are_versions_of_each_other(desk: Desk) -> None:
    """Two rows of one policy without a priority have one key; with a priority it is another."""
    header = "policy_id,metric,priority,target_seconds\n"
    desk.write("sla_policies.csv", header + "p,first_reply,,60\np,first_reply,high,30\n")
    desk.load()
    desk.write("sla_policies.csv", header + "p,first_reply,,90\n")
    desk.load()
    assert desk.rows(
        "select priority, target_seconds from raw_helpdesk.sla_policies "
        "where superseded_by_load_id is null order by all"
    ) == [("high", 30), (None, 90)]


def test_a_warehouse_from_before_the_mark_is_settled_when_it_is_opened(desk: Desk) -> None:
    """The column is added to the raw tables that lack it, and filled."""
    desk.write("messages.csv", MESSAGES + MESSAGES.splitlines()[1] + "\n")
    desk.load()
    desk.database.execute("alter table raw_helpdesk.messages drop column superseded_by_load_id")
    desk.load()
    assert desk.rows(
        "select row_number from raw_helpdesk.messages where superseded_by_load_id is null"
    ) == [(2,)]
