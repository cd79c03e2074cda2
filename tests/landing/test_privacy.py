"""Reasons and messages are published, and never repeat a value that could be personal."""

from __future__ import annotations

import pytest

from tests.landing.desk import Desk, only

PERSONAL = [
    "jane.roe@example.com",
    "Jane Roe",
    "+31 6 1234 5678",
    "0612345678",
    "Dear all, my invoice is wrong",
    "2026-01-05 Jane Roe",
    "Rue de la Paix 7",
]


@pytest.mark.parametrize("value", PERSONAL)
@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_values_that_slipped_into_another_column(desk: Desk, value: str, format_: str) -> None:
    columns = ("ticket_id", "channel", "created_at", "status", "is_test")
    for place in range(2, 5):
        row = ["x", "chat", "2026-01-05", "open", "true"]
        row[place] = value
        if format_ == "csv":
            content = ",".join(columns) + "\n" + ",".join(f'"{cell}"' for cell in row) + "\n"
        else:
            cells = ",".join(f'"{c}":"{v}"' for c, v in zip(columns, row, strict=True))
            content = "{" + cells + "}\n"
        desk.write(f"tickets/{place}.{format_}", content)
    summary = desk.load()
    assert len(desk.rejected("tickets")) == 3
    published = [
        *desk.reasons("tickets"),
        *(str(message) for message in summary.messages),
        *(row[0] for row in desk.rows("select message from quality.load_messages")),
    ]
    assert not [text for text in published if value in text]
    assert f"status is a text of {len(value)} characters, which is none of" in "".join(published)
    assert len(desk.rows(f"from quality.rejected_rows where contains(raw_row, '{value}')")) == 3


def test_words_that_others_stand_for(desk: Desk) -> None:
    desk.write(
        "messages/more.csv",
        "message_id,ticket_id,sent_at,sender_kind,channel\n"
        "m2,t1,2026-01-05,jane.roe@example.com,jane.roe@example.com\n",
    )
    summary = desk.load()
    for code in ("unknown_value", "unknown_channel"):
        assert "(no word) (1)" in only(summary, code).text


def test_a_file_without_a_header(desk: Desk) -> None:
    desk.write("customers.csv", "c1,Jane Roe,jane.roe@example.com\nc2,Al,al@example.com\n")
    text = only(desk.load(), "missing_column").text
    assert text == (
        "has none of the columns of customers; make its first line a header with at least "
        "customer_id"
    )


@pytest.mark.parametrize(
    "value", ["31/12/2024", "2024-12-31 25:00:00", "31.12.2024 10:00 AM", "never", "12.5", "17:60"]
)
def test_impersonal_values_are_shown(desk: Desk, value: str) -> None:
    desk.write("tickets/more.csv", f"ticket_id,channel,created_at\nx,chat,{value}\n")
    desk.load()
    assert desk.reasons("tickets")[0].startswith(f"created_at is '{value}', which is not")
