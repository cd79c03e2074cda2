"""Whatever bytes a file holds, every row of it is loaded or rejected, and the good ones arrive."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.landing.desk import Desk

COLUMNS = ("ticket_id", "channel", "created_at", "subject")
HEADER = ",".join(COLUMNS)
RELAXED = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def a_desk() -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.write_connection()
        try:
            yield desk
        finally:
            desk.database.close()


def good_parquet() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "good.parquet"
        duckdb.sql(
            "select 'p' || i as ticket_id, 'chat' as channel, timestamp '2026-01-05' as created_at "
            "from range(50) as numbers(i)"
        ).write_parquet(str(path))
        return path.read_bytes()


GOOD = {
    "csv": f'{HEADER}\na,email,2026-01-05,"x""y"\nb,chat,2026-01-06,\n'.encode(),
    "jsonl": b'{"ticket_id":"a","channel":"email","created_at":"2026-01-05","subject":"x"}\n' * 3,
    "parquet": good_parquet(),
}
PIECES = st.sampled_from(
    [
        *[b'"', b",", b";", b" ", b":", b"\\", b"{", b"}", b"[", b"]"],
        *[b"\n", b"\r", b"\r\n", b"\n\n", b"\0", b"\xff", b"\xef\xbb\xbf"],
        *[b"ticket_id", b"9999-12-31", b"a,email,2026-01-05,s\n", b'{"ticket_id":1}\n'],
    ]
)
JUNK = st.one_of(st.binary(max_size=40), st.lists(PIECES, max_size=12).map(b"".join))


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a file of some format with pieces cut out of it and others put in."""
    format_ = draw(st.sampled_from(sorted(GOOD)))
    content = bytearray(GOOD[format_])
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(content)))
        content[place : place + draw(st.integers(0, 8))] = draw(JUNK)
    if format_ == "parquet" or draw(st.booleans()):
        return format_, bytes(content)
    packed = bytearray(gzip.compress(bytes(content)))
    if draw(st.booleans()):
        place = draw(st.integers(0, len(packed)))
        packed[place : place + draw(st.integers(0, 8))] = draw(JUNK)
    return f"{format_}.gz", bytes(packed)


@RELAXED
@given(st.lists(damaged(), min_size=1, max_size=5))
def test_the_books_balance_whatever_the_files_hold(files: list[tuple[str, bytes]]) -> None:
    with a_desk() as desk:
        for number, (extension, content) in enumerate(files):
            desk.write(f"tickets/{number}.{extension}", "").write_bytes(content)
        summary = desk.load()
        assert ("t1",) in desk.raw("tickets", "ticket_id")
        known = {row[0] for row in desk.rows("select source_file from quality.row_ledger")}
        refused = {m.source_file for m in summary.messages if m.severity == "error"}
        names = {f"tickets/{number}.{extension}" for number, (extension, _) in enumerate(files)}
        # Every file is in the ledger or refused with a reason, and no row number comes twice.
        assert names <= known | refused
        assert not known & refused
        assert not desk.rows(
            "select source_file, row_number from (select source_file, row_number "
            "from raw_helpdesk.tickets union all select source_file, row_number "
            "from quality.rejected_rows) group by all having count(*) > 1 or row_number < 1"
        )
        assert not desk.rows(
            "select source_file from quality.row_ledger left join (select source_file, "
            "max(row_number) as last from (from raw_helpdesk.tickets union all by name "
            "from quality.rejected_rows) group by all) using (source_file) "
            "where table_name = 'tickets' and coalesce(last, 0) <> rows_read"
        )


TEXT = st.text(
    st.one_of(
        st.sampled_from(",\"'\n\r;|\t\\ {}:é☃🙂\u200f\ufeff"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=12,
)


def written(rows: list[str], format_: str, line_end: str, quoting: int) -> str:
    """Return tickets with these subjects, written by Python's own writers."""
    values = [(f"r{n}", "chat", "2026-01-05T00:00:00Z", text) for n, text in enumerate(rows, 1)]
    if format_ == "jsonl":
        lines = [json.dumps(dict(zip(COLUMNS, row, strict=True))) for row in values]
        return "".join(line + line_end for line in lines)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([COLUMNS, *values])
    return stream.getvalue()


@RELAXED
@given(
    rows=st.lists(TEXT, min_size=1, max_size=20),
    format_=st.sampled_from(["csv", "jsonl"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@example(["\r", '"', "\n", "\r\n\r\n", '""', ",", ""], "csv", "\n", csv.QUOTE_ALL)
def test_texts_arrive_as_they_were_written(
    rows: list[str], format_: str, line_end: str, quoting: int
) -> None:
    # Python's writer leaves a carriage return without quotes, and then it ends a line.
    assume(quoting == csv.QUOTE_ALL or "\r" not in "".join(rows))
    with a_desk() as desk:
        desk.write(f"tickets/texts.{format_}", written(rows, format_, line_end, quoting))
        desk.load()
        assert desk.rows(
            "select row_number, ticket_id, subject from raw_helpdesk.tickets "
            "where source_file like 'tickets/%' order by row_number"
        ) == [(n, f"r{n}", text or None) for n, text in enumerate(rows, 1)]


@RELAXED
@given(
    kinds=st.lists(
        st.sampled_from(["good", "few", "many", "late", "blank", "quotes", "latin"]), max_size=30
    ),
    line_end=st.sampled_from([b"\n", b"\r\n"]),
)
def test_every_row_keeps_its_number(kinds: list[str], line_end: bytes) -> None:
    lines = {
        "good": b'g,chat,2026-01-05,"several\n\n lines"',
        "few": b"g,chat",
        "many": b"g,chat,2026-01-05,s,t,u",
        "late": b"g,chat,12345-01-05,s",
        "blank": b"",
        "quotes": b'g,chat,2026-01-05,"a"b"',
        "latin": b"g,chat,2026-01-05,\xe9",
    }
    expected = [kind for kind in kinds if kind != "blank"]
    with a_desk() as desk:
        content = line_end.join([HEADER.encode(), *(lines[kind] for kind in kinds), b""])
        desk.write("tickets/rows.csv", content)
        desk.load()
        loaded = [
            row[0]
            for row in desk.rows(
                "select row_number from raw_helpdesk.tickets where ticket_id = 'g' order by all"
            )
        ]
        codes = dict(desk.rejected("tickets"))
        assert loaded == [n for n, kind in enumerate(expected, 1) if kind == "good"]
        assert codes == {
            n: {
                "few": "missing_columns",
                "many": "too_many_columns",
                "late": "unreadable_value",
                "quotes": "broken_quotes",
                "latin": "wrong_encoding",
            }[kind]
            for n, kind in enumerate(expected, 1)
            if kind != "good"
        }
