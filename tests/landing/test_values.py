"""What a value in a file becomes in raw."""

from __future__ import annotations

import pytest

from tests.landing.desk import Desk, instant

HEADER = "ticket_id,channel,created_at\n"


def created_at(desk: Desk, value: str) -> object:
    """Return what the loader makes of an instant in a CSV file."""
    desk.write("tickets/more.csv", HEADER + f'x,chat,"{value}"\n')
    desk.load()
    assert desk.rejected("tickets") == []
    ((found,),) = desk.rows("select created_at from raw_helpdesk.tickets where ticket_id = 'x'")
    return found


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        ("2026-01-05T09:00:00Z", "2026-01-05T09:00:00"),
        ("2026-01-05T09:00:00z", "2026-01-05T09:00:00"),
        ("2026-01-05t09:00:00Z", "2026-01-05T09:00:00"),
        ("2026-01-05 09:00:00", "2026-01-05T09:00:00"),
        ("2026-01-05T09:00", "2026-01-05T09:00:00"),
        ("2026-01-05T09:00Z", "2026-01-05T09:00:00"),
        ("2026-01-05", "2026-01-05T00:00:00"),
        ("2026-01-05T09:00:00.123456Z", "2026-01-05T09:00:00.123456"),
        ("2026-01-05T09:00:00.1Z", "2026-01-05T09:00:00.100000"),
        ("2026-01-05T09:00:00,25Z", "2026-01-05T09:00:00.250000"),
        # Beyond microseconds nothing is kept.
        ("2026-01-05T09:00:00.123456999Z", "2026-01-05T09:00:00.123456"),
        ("2026-01-05T09:00:00+05:45", "2026-01-05T03:15:00"),
        ("2026-01-05T09:00:00+0530", "2026-01-05T03:30:00"),
        ("2026-01-05T09:00:00-0330", "2026-01-05T12:30:00"),
        ("2026-01-05 09:00:00+14", "2026-01-04T19:00:00"),
        ("2026-01-05T09:00+05:45", "2026-01-05T03:15:00"),
        ("2026-01-05T00:30:00.5-00:44", "2026-01-05T01:14:00.500000"),
        ("20260105T090000Z", "2026-01-05T09:00:00"),
        ("20260105T090000+0545", "2026-01-05T03:15:00"),
        ("20260105T0900Z", "2026-01-05T09:00:00"),
        ("20260105T0900+01", "2026-01-05T08:00:00"),
        ("2026-01-05T09:00:00+01", "2026-01-05T08:00:00"),
        ("2026-01-05 09:00:00 UTC", "2026-01-05T09:00:00"),
        # As Ruby, Python and PostgreSQL write an offset.
        ("2026-01-05 09:00:00 +0100", "2026-01-05T08:00:00"),
        ("2026-01-05 09:00:00.25 -03:30", "2026-01-05T12:30:00.250000"),
        ("2026-01-05 09:00 +01", "2026-01-05T08:00:00"),
        ("2026-01-05 09:00:00 Z", "2026-01-05T09:00:00"),
        (" 2026-01-05T09:00:00Z ", "2026-01-05T09:00:00"),
    ],
)
def test_instants(desk: Desk, value: str, utc: str) -> None:
    assert created_at(desk, value) == instant(utc)


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        # Amsterdam: +1 in winter, +2 from 29 March 02:00 to 25 October 03:00.
        ("2026-01-05 09:00:00", "2026-01-05T08:00:00"),
        ("2026-07-05T09:00:00.5", "2026-07-05T07:00:00.500000"),
        ("2026-07-05", "2026-07-04T22:00:00"),
        # 02:30 does not exist: the clock shows 03:30 instead, an hour of +2.
        ("2026-03-29 02:30:00", "2026-03-29T01:30:00"),
        ("2026-03-29 01:59:59.999999", "2026-03-29T00:59:59.999999"),
        ("2026-03-29 03:00:00", "2026-03-29T01:00:00"),
        # 02:30 comes twice: the first is still +2.
        ("2026-10-25 02:30:00", "2026-10-25T00:30:00"),
        ("2026-10-25 02:00:00", "2026-10-25T00:00:00"),
        ("2026-10-25 02:59:59.999999", "2026-10-25T00:59:59.999999"),
        ("2026-10-25 03:00:00", "2026-10-25T02:00:00"),
        ("2026-10-25 01:59:59", "2026-10-24T23:59:59"),
        # An offset says all there is to say.
        ("2026-10-25 02:30:00+01:00", "2026-10-25T01:30:00"),
        ("2026-07-05T09:00Z", "2026-07-05T09:00:00"),
        ("2026-07-05 09:00:00 +0100", "2026-07-05T08:00:00"),
        ("2026-07-05T09:00:00+01", "2026-07-05T08:00:00"),
        ("20260705T0900", "2026-07-05T07:00:00"),
        ("20260705T090000", "2026-07-05T07:00:00"),
    ],
)
def test_instants_without_offset_in_the_time_zone_of_the_connection(
    desk: Desk, value: str, utc: str
) -> None:
    desk.write("connection.yml", "type: helpdesk\ntime_zone: Europe/Amsterdam\n")
    assert created_at(desk, value) == instant(utc)


@pytest.mark.parametrize("written", ["2026-01-05T09:00:00+0100", "2026-01-05 09:00:00 +01"])
def test_offsets_in_jsonl(desk: Desk, written: str) -> None:
    desk.write(
        "tickets/more.jsonl",
        f'{{"ticket_id": "t2", "channel": "chat", "created_at": "{written}"}}\n',
    )
    desk.load()
    assert ("t2", instant("2026-01-05T08:00:00")) in desk.raw("tickets", "ticket_id, created_at")


def test_a_half_hour_change_in_the_south(desk: Desk) -> None:
    """Lord Howe: +11 until 5 April 2026 02:00, when the clock goes back to 01:30, +10:30."""
    desk.write("connection.yml", "type: helpdesk\ntime_zone: Australia/Lord_Howe\n")
    assert created_at(desk, "2026-04-05 01:45:00") == instant("2026-04-04T14:45:00")


def test_typed_instants(desk: Desk) -> None:
    """A TIMESTAMP without a zone is local, one with a zone is not, a date is its midnight."""
    desk.write("connection.yml", "type: helpdesk\ntime_zone: Europe/Amsterdam\n")
    desk.write_parquet(
        "tickets/more.parquet",
        "select 'local' as ticket_id, 'chat' as channel, "
        "timestamp '2026-10-25 02:30:00' as created_at",
    )
    desk.write_parquet(
        "tickets/zoned.parquet",
        "select 'zoned' as ticket_id, 'chat' as channel, "
        "timestamptz '2026-10-25 02:30:00+01:00' as created_at",
    )
    desk.write_parquet(
        "tickets/nanoseconds.parquet",
        "select 'nano' as ticket_id, 'chat' as channel, "
        "timestamp_ns '2026-07-05 09:00:00.123456789' as created_at",
    )
    desk.write_parquet(
        "tickets/dates.parquet",
        "select 'date' as ticket_id, 'chat' as channel, date '2026-07-05' as created_at",
    )
    desk.write_parquet(
        "tickets/numbers.parquet",
        "select 'number' as ticket_id, 'chat' as channel, 1767603600 as created_at",
    )
    desk.load()
    assert desk.rejected("tickets") == [(1, "unreadable_value")]
    assert dict(desk.raw("tickets", "ticket_id, created_at")) == {
        "t1": instant("2026-01-05T09:00:00"),
        "local": instant("2026-10-25T00:30:00"),
        "zoned": instant("2026-10-25T01:30:00"),
        "nano": instant("2026-07-05T07:00:00.123456"),
        "date": instant("2026-07-04T22:00:00"),
    }


def test_the_session_keeps_its_own_time_zone(desk: Desk) -> None:
    desk.database.execute("set TimeZone = 'Asia/Kathmandu'")
    assert created_at(desk, "2026-01-05T09:00:00Z") == instant("2026-01-05T09:00:00")
    assert desk.rows("select current_setting('TimeZone')") == [("Asia/Kathmandu",)]


def test_instants_in_a_format_of_their_own(desk: Desk) -> None:
    desk.write("connection.yml", "type: twitter\n", connection="birds")
    desk.write(
        "tweets.csv",
        "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
        "1,115712,True,Tue Oct 31 22:10:47 +0000 2017,hello,2,\n"
        "2,brand,False,Tue Oct 31 23:10:47 +0100 2017,hi,,1.0\n"
        "3,115712,True,2017-10-31T22:12:00Z,thanks,,2\n"
        "4,115712,True,31 Oct 2017,thanks,,2\n",
        connection="birds",
    )
    desk.load()
    assert desk.rejected("tweets") == [(4, "unreadable_value")]
    assert desk.raw(
        "tweets", "tweet_id, inbound, created_at, in_response_to_tweet_id", "raw_twitter"
    ) == [
        ("1", True, instant("2017-10-31T22:10:47"), None),
        ("2", False, instant("2017-10-31T22:10:47"), "1"),
        ("3", True, instant("2017-10-31T22:12:00"), "2"),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[(word, True) for word in ("true", "T", "1", "Yes", "1.0")],
        *[(word, False) for word in ("False", "f", "0", "n", "0.0")],
        ("", None),
    ],
)
def test_booleans(desk: Desk, value: str, expected: bool | None) -> None:
    desk.write(
        "tickets/more.csv", f"ticket_id,channel,created_at,is_test\nx,chat,2026-01-05,{value}\n"
    )
    desk.load()
    assert desk.rows("select is_test from raw_helpdesk.tickets where ticket_id = 'x'") == [
        (expected,)
    ]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("articles_read", "12", 12),
        ("articles_read", "12.0", 12),
        ("articles_read", "1.5", "unreadable_value"),
        ("articles_read", "many", "unreadable_value"),
        ("articles_read", "99999999999999999999", "unreadable_value"),
        ("searched", "perhaps", "unreadable_value"),
    ],
)
def test_whole_numbers(desk: Desk, column: str, value: str, expected: int | str) -> None:
    desk.write("portal_sessions.csv", f"session_id,started_at,{column}\ns1,2026-01-05,{value}\n")
    desk.load()
    loaded = [row[0] for row in desk.raw("portal_sessions", column)]
    codes = [code for _, code in desk.rejected("portal_sessions")]
    assert loaded + codes == [expected]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[("4", 4.0), ("4.5", 4.5), ("-1e-3", -0.001), ("", None)],
        *[(word, "unreadable_value") for word in ("4,5", "nan", "inf", "good")],
    ],
)
def test_numbers(desk: Desk, value: str, expected: float | str | None) -> None:
    desk.write("surveys.csv", f'survey_id,ticket_id,kind,score\ns1,t1,csat,"{value}"\n')
    desk.load()
    loaded = [row[0] for row in desk.raw("surveys", "score")]
    assert loaded + [code for _, code in desk.rejected("surveys")] == [expected]


def test_scores_off_the_scale(desk: Desk) -> None:
    desk.write(
        "surveys.csv",
        "survey_id,ticket_id,kind,score,scale_min,scale_max\n"
        "s1,t1,nps,10,,\ns2,t1,nps,11,,\ns3,t1,csat,6,1,5\ns4,t1,csat,5,1,5\ns5,t1,nps,,0,10\n",
    )
    desk.load()
    assert desk.rejected("surveys") == [(2, "score_off_scale"), (3, "score_off_scale")]


def test_words_are_trimmed_and_lower_case(desk: Desk) -> None:
    desk.write(
        "tickets/more.csv",
        "Ticket_ID, channel ,CREATED_AT,status,subject\n"
        ' x , chat ,2026-01-05, On_Hold ,"  as it was  "\n'
        "y,chat,2026-01-05,asleep,\n",
    )
    desk.load()
    assert desk.rejected("tickets") == [(2, "unknown_value")]
    assert "status is 'asleep', which is none of new, open" in desk.reasons("tickets")[0]
    assert desk.rows(
        "select ticket_id, channel, status, subject from raw_helpdesk.tickets "
        "where ticket_id <> 't1'"
    ) == [("x", "chat", "on_hold", "  as it was  ")]


def test_events_may_unset_anything_but_the_status(desk: Desk) -> None:
    desk.write(
        "ticket_events.csv",
        "event_id,ticket_id,occurred_at,field,new_value\n"
        "e1,t1,2026-01-05,assignee_id,\n"
        "e2,t1,2026-01-05,status,\n"
        "e3,t1,2026-01-05,status,Solved\n"
        "e4,t1,2026-01-05,status,asleep\n"
        "e5,t1,2026-01-05,colour,red\n"
        "e6,t1,2026-01-05,assignee_id,12.0\n",
    )
    desk.load()
    assert desk.rejected("ticket_events") == [
        (2, "missing_value"),
        (4, "unknown_value"),
        (5, "unknown_value"),
    ]
    assert desk.raw("ticket_events", "event_id, new_value") == [
        ("e1", None),
        ("e3", "Solved"),
        ("e6", "12"),
    ]


def test_text_of_every_script(desk: Desk) -> None:
    body = 'Zeile 1\r\nZeile "2"\tüß 🙂👩‍🚀 שלום עולם مرحبا ﷽ , ; | \\'
    quoted = body.replace('"', '""')
    desk.write(
        "messages/more.csv",
        "message_id,ticket_id,sent_at,sender_kind,body\n"
        f'm2,t1,2026-01-05,agent,"{quoted}"\nm3,t1,2026-01-05,agent,""\n',
    )
    desk.load()
    assert desk.raw("messages", "message_id, body") == [("m1", None), ("m2", body), ("m3", None)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(desk: Desk, delimiter: str) -> None:
    lines = ["ticket_id,channel,created_at,subject", 'x,chat,2026-01-05,"a, b; c\t|d"']
    desk.write(
        "tickets/more.csv",
        "\n".join(
            [lines[0].replace(",", delimiter), delimiter.join(lines[1].split(",", maxsplit=3))]
        ),
    )
    desk.load()
    assert desk.rows("select subject from raw_helpdesk.tickets where ticket_id = 'x'") == [
        ("a, b; c\t|d",)
    ]
