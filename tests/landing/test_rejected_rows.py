"""What is told of a rejected row, where it is kept, and what becomes of it when it is mended."""

from __future__ import annotations

from tests.landing.desk import GOOD_ROW, HEADER, TICKETS, Desk, only


def test_the_notice_says_which_line_it_is_and_where_the_row_is_kept(desk: Desk) -> None:
    desk.write("tickets.csv", TICKETS + "t2,chat,whenever it was\n")
    text = only(desk.load(), "rows_rejected").text
    assert "the first is row 2 below the header (line 3 if each row above is one line)" in text
    assert "quality.rejected_rows" in text
    assert "raw_row" in text
    assert "whenever" not in text


def test_rows_of_jsonl_have_no_header_above_them(desk: Desk) -> None:
    row = '{"ticket_id": "t2", "channel": "chat", "created_at": ""}\n'
    desk.write("tickets/more.jsonl", row)
    assert "the first is row 1: created_at" in only(desk.load(), "rows_rejected").text


def test_a_rejected_row_is_superseded_when_its_file_comes_with_new_content(desk: Desk) -> None:
    def superseded() -> list[tuple[str, int, bool]]:
        return desk.rows(
            "select source_file, row_number, superseded_by_load_id is not null "
            "from quality.rejected_rows order by all"
        )

    desk.write("tickets.csv", TICKETS + "t2,chat,never\nt3,chat,never\n")
    desk.write("tickets/other.csv", HEADER + "t4,chat,never\n")
    desk.load()
    assert not any(is_superseded for _, _, is_superseded in superseded())
    # The first is mended; the second is as it was, and rejected again.
    desk.write("tickets.csv", TICKETS + GOOD_ROW + "t3,chat,never\n")
    desk.load()
    assert superseded() == [
        ("tickets.csv", 2, True),
        ("tickets.csv", 3, False),
        ("tickets.csv", 3, True),
        ("tickets/other.csv", 1, False),
    ]
    assert desk.rows(
        "select distinct superseded_by_load_id = (select max(load_id) from quality.row_ledger) "
        "from quality.rejected_rows where superseded_by_load_id is not null"
    ) == [(True,)]


def test_rejected_rows_of_a_warehouse_from_before_gain_the_column(desk: Desk) -> None:
    desk.write("tickets.csv", TICKETS + "t2,chat,never\n")
    desk.load()
    desk.database.execute("alter table quality.rejected_rows drop superseded_by_load_id")
    desk.write("tickets.csv", TICKETS + GOOD_ROW)
    desk.load()
    assert desk.rows("select row_number, superseded_by_load_id from quality.rejected_rows") == [
        (2, 2)
    ]
