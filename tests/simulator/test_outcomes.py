"""Work, satisfaction, leads and journeys come out as published, told from the raw files alone."""

from collections import defaultdict
from datetime import UTC, date, timedelta
from math import sqrt
from zoneinfo import ZoneInfo

import duckdb
import pytest

from tests.simulator.conftest import CONTACTS, LAST_DAY
from tests.simulator.measures import assert_share, one_row


@pytest.mark.parametrize(
    ("channel_group", "kind", "published"), [("social", "handle", 300), ("portal", "wrap_up", 600)]
)
def test_work_takes_the_published_minutes(
    contacts: duckdb.DuckDBPyConnection, channel_group: str, kind: str, published: int
) -> None:
    (average,) = one_row(
        contacts,
        f"""
        select avg(seconds)
        from (
            select
                coalesce(sum(epoch(ended_at - started_at)) filter (kind = '{kind}'), 0)
                    as seconds
            from work_sessions
            semi join (from desk where channel_group = '{channel_group}') using (ticket_id)
            group by ticket_id
        )
        """,
    )
    assert average == pytest.approx(published, rel=0.06)


@pytest.mark.parametrize(("channel_group", "published"), [("social", 0.70), ("portal", 0.92)])
def test_customers_are_as_satisfied_as_published(
    contacts: duckdb.DuckDBPyConnection, channel_group: str, published: float
) -> None:
    met, of = one_row(
        contacts,
        f"""
        select count(*) filter (score >= 4), count(score)
        from (select arg_max(score, responded_at) as score from surveys
            semi join (from desk where channel_group = '{channel_group}') using (ticket_id)
            where kind = 'csat' group by survey_id)
        """,
    )
    assert_share(met, of, published)


@pytest.mark.parametrize(("channel_group", "published"), [("social", 20), ("portal", 45)])
def test_promoters_outweigh_detractors_as_published(
    contacts: duckdb.DuckDBPyConnection, channel_group: str, published: int
) -> None:
    balance, deviation, of = one_row(
        contacts,
        f"""
        select 100 * avg(side), 100 * stddev_samp(side), count(*)
        from (select case when score >= 9 then 1 when score <= 6 then -1 else 0 end as side
            from surveys
            semi join (from desk where channel_group = '{channel_group}') using (ticket_id)
            where kind = 'nps' and score is not null)
        """,
    )
    assert abs(balance - published) < 4 * deviation / sqrt(of)


def test_one_lead_in_a_hundred_converts_and_half_as_many_come_as_contacts(
    files: duckdb.DuckDBPyConnection,
) -> None:
    converted, leads = one_row(files, "select count(converted_at), count(*) from leads")
    assert_share(converted, leads, 0.01)
    assert leads == pytest.approx(0.5 * 0.4 * CONTACTS, rel=0.05)


def test_about_one_social_contact_in_a_hundred_failed_elsewhere(
    contacts: duckdb.DuckDBPyConnection,
) -> None:
    met, of = one_row(
        contacts,
        """
        with elsewhere as (
            select * from desk where channel_group <> 'social' and not is_outbound
        )

        select
            count(distinct social.ticket_id) filter (
                elsewhere.ticket_id is not null
                and social.created_at < coalesce(
                    elsewhere.created_at + to_seconds(elsewhere.first_resolution_s),
                    timestamp '2100-01-01'
                )
            ),
            count(distinct social.ticket_id)
        from desk as social
        left join elsewhere
            on elsewhere.requester_id = social.requester_id
            and elsewhere.created_at < social.created_at
            and elsewhere.created_at >= social.created_at - interval 7 day
        where social.channel_group = 'social' and not social.is_outbound
        """,
    )
    assert met / of == pytest.approx(0.01, abs=0.005)


def test_a_third_of_social_messages_is_answered(contacts: duckdb.DuckDBPyConnection) -> None:
    answered, of = one_row(
        contacts,
        """
        with last_replies as (
            select ticket_id, max(sent_at) as last_reply_at
            from messages
            where sender_kind = 'agent' and is_public
            group by ticket_id
        )

        select count(distinct message_id) filter (sent_at <= last_reply_at),
            count(distinct message_id)
        from messages
        semi join (from desk where channel_group = 'social') using (ticket_id)
        left join last_replies using (ticket_id)
        where sender_kind = 'customer'
        """,
    )
    # 34 % is the mean of all industries, more than half that of the leaders.
    assert 0.34 < answered / of < 0.45


def test_four_in_five_portal_contacts_begin_in_business_hours(
    contacts: duckdb.DuckDBPyConnection,
) -> None:
    hours = defaultdict(list)
    for weekday, opens_at, closes_at in contacts.execute(
        "select weekday, opens_at, closes_at from schedules where schedule_id = 'office'"
    ).fetchall():
        hours[weekday].append((opens_at, closes_at))
    days_off = contacts.execute(
        "select starts_on, ends_on from holidays where schedule_id = 'office'"
    ).fetchall()
    inside = []
    for (created_at,) in contacts.execute(
        "select created_at from desk where channel = 'portal'"
    ).fetchall():
        local = created_at.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Amsterdam"))
        inside.append(
            any(
                opens <= local.strftime("%H:%M") < closes
                for opens, closes in hours[local.isoweekday()]
            )
            and not any(first <= local.date() <= last for first, last in days_off)
        )
    assert_share(sum(inside), len(inside), 0.80)
    # Both sides of the change to summer time are in it.
    assert LAST_DAY - timedelta(days=180) < date(2025, 3, 30) < LAST_DAY
