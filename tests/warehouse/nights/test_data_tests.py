"""After a night of changes dbt's tests notice faults in what that night replaced.

What it left alone was tested when it was made: tests of what holds within a contact, a day or a
period look at replaced rows only, those of totals and relations at all.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import duckdb
import pytest

from orchestration.config import PROJECT, Settings
from orchestration.increments import Since
from tests.warehouse.harness import query, run_dbt
from tests.warehouse.nights.conftest import Nights
from tests.warehouse.nights.desk import DESK, NIGHTS, settled

# What other modules write is told of again, or has no such rows.
settled("tested").work("talk", "2026-02-02 09:10", "2026-02-02 09:20")
settled("tested-excluded", is_test=True)
NIGHTS.add("ticket_tags", DESK, ticket_id="tested", tag="refund")

SCOPE = (
    "select contact_key from intermediate.int_scope"
    " union all select contact_key from intermediate.int_aging"
)
PERIODS = "select (period_grain, period_start) from mart_parts.mart_touched_periods"
# Which contacts and periods are damaged: those that the night computed, or all others.
Where = Literal["replaced", "left alone"]
PLACES: dict[Where, dict[str, str]] = {
    "replaced": {
        "contact": f"contact_key in ({SCOPE})",
        "period": (
            f"period_grain = 'day' and (period_grain, period_start) in ({PERIODS} where is_touched)"
        ),
    },
    "left alone": {
        "contact": f"contact_key not in ({SCOPE})",
        "period": f"period_grain = 'day' and (period_grain, period_start) not in ({PERIODS})",
    },
}

# What each test finds, by the start of its name. First those that look at replaced rows only.
REPLACED_ROWS = {
    "one_row_per_fct_replies": (
        "insert into core.fct_replies from core.fct_replies where {contact} limit 1"
    ),
    "assert_contact_flags_follow_from_their_facts": (
        "update core.fct_contacts set is_bot_only = not is_bot_only where {contact}"
    ),
    "assert_contact_topics_stand_once": (
        "insert into core.bridge_contact_topics from core.bridge_contact_topics where {contact}"
    ),
    "assert_durations_follow_from_their_instants": (
        "update core.fct_contacts set handle_seconds = -1 where {contact}"
    ),
    "assert_every_ticket_is_a_contact": (
        "update core.fct_contacts set contact_key = md5('nobody') where contact_key = ("
        "select max(contact_key) from core.fct_contacts where {contact}"
        " and contact_key not in (select contact_key from intermediate.int_aging))"
    ),
    "assert_excluded_contacts_are_listed": "delete from quality.exclusions where {contact}",
    "assert_inbound_messages_add_up_to_their_contacts": (
        "update core.fct_inbound_messages set replies = 1000 where {contact}"
    ),
    "assert_replies_add_up_to_their_contacts": (
        "update core.fct_replies set is_first_reply = not is_first_reply where {contact}"
    ),
    "assert_resolutions_add_up_to_their_contacts": (
        "update core.fct_resolutions set is_last = not is_last where {contact}"
    ),
    "assert_transfers_add_up_to_their_contacts": (
        "update core.fct_contacts set transfers = transfers + 1 where {contact}"
    ),
    "assert_turn_waits_follow_from_their_instants": (
        "update core.fct_turns set messages = 0 where {contact}"
    ),
    "assert_turns_add_up_to_their_contacts": (
        "update core.fct_turns set turn_number = turn_number + 1 where {contact}"
    ),
    "assert_turns_and_replies_mirror_each_other": (
        "update core.fct_turns set reply_seconds = reply_seconds + 1 where {contact}"
    ),
    "assert_work_sessions_add_up_to_their_contacts": (
        "update core.fct_work_sessions set seconds = seconds + 1 where {contact}"
    ),
    "assert_channels_add_up": (
        "update mart_parts.mart_channel_durations set samples = samples + 1"
        " where {period} and level = 'channel'"
    ),
    "assert_every_series_has_one_row": (
        "insert into marts.mart_channel_metrics from marts.mart_channel_metrics where {period}"
        " and metric_id not in ('backlog', 'cost_per_contact') and statistic <> 'median_km'"
    ),
}
ALL_ROWS = {
    "relationships_fct_replies_contact_key": (
        "delete from core.fct_contacts where contact_key = ("
        "select max(contact_key) from core.fct_replies where {contact})"
    ),
    "relationships_fct_turns_channel": (
        "update core.fct_turns set channel = 'smoke' where {contact}"
    ),
    "accepted_values_fct_contacts": "update core.fct_contacts set status = 'lost' where {contact}",
    "assert_tickets_reconcile": (
        "delete from core.fct_contacts where contact_key = ("
        "select min(contact_key) from core.fct_contacts where {contact})"
    ),
    "assert_messages_are_those_of_their_contacts": (
        "delete from core.fct_messages where {contact} and sender_kind = 'customer'"
    ),
    "assert_shares_lie_between_0_and_1": (
        "update marts.mart_channel_metrics set value = 2 where {period} and statistic like 'share%'"
    ),
    "assert_periods_add_up": (
        "update mart_parts.mart_channel_durations set samples = samples + 1 where {period}"
    ),
    "assert_agents_add_up_to_what_they_did": (
        "update marts.mart_agent_performance set replies = replies + 1 where {period}"
    ),
}


def _damaged(nights: Nights, folder: Path, statements: Iterable[str]) -> Settings:
    settings = replace(nights.second_settings, warehouse=folder / "warehouse.duckdb")
    shutil.copy(nights.second_settings.warehouse, settings.warehouse)
    with duckdb.connect(str(settings.warehouse)) as connection:
        for statement in statements:
            changed = connection.execute(statement).fetchall()[0][0]
            assert changed > 0, f"nothing to damage: {statement}"
    return settings


def _failed_tests(settings: Settings, since: Since | None, *select: str) -> list[str]:
    """Return what dbt says about the data tests that fail, a line each."""
    try:
        run_dbt(settings, "test", "--exclude-resource-type", "unit_test", *select, since=since)
    except AssertionError as failure:
        return str(failure).splitlines()[1:]
    return []


def _unseen(failed: Iterable[str], names: Iterable[str]) -> list[str]:
    return [name for name in names if not any(line.startswith(name) for line in failed)]


def _statements(damages: dict[str, str], where: Where) -> list[str]:
    return [sql.format(**PLACES[where]) for sql in damages.values()]


def test_every_test_of_replaced_rows_is_damaged_here() -> None:
    of_ours = {
        path.stem
        for path in (PROJECT / "tests/dbt").rglob("assert_*.sql")
        if "{{ tested" in path.read_text(encoding="utf-8")
    }
    assert of_ours == {name for name in REPLACED_ROWS if name.startswith("assert_")}


def test_a_night_without_faults_passes(nights: Nights, tmp_path: Path) -> None:
    assert _failed_tests(_damaged(nights, tmp_path, []), nights.since) == []


@pytest.mark.parametrize("damages", [REPLACED_ROWS, ALL_ROWS], ids=["replaced rows", "all rows"])
def test_faults_in_replaced_rows_are_noticed(
    damages: dict[str, str], nights: Nights, tmp_path: Path
) -> None:
    settings = _damaged(nights, tmp_path, _statements(damages, "replaced"))
    failed = _failed_tests(settings, nights.since)
    assert not _unseen(failed, damages), failed


def test_totals_and_relations_of_rows_left_alone_are_looked_at(
    nights: Nights, tmp_path: Path
) -> None:
    settings = _damaged(nights, tmp_path, _statements(ALL_ROWS, "left alone"))
    failed = _failed_tests(settings, nights.since)
    assert not _unseen(failed, ALL_ROWS), failed


def test_rows_left_alone_are_tested_when_everything_is_built(
    nights: Nights, tmp_path: Path
) -> None:
    settings = _damaged(nights, tmp_path, _statements(REPLACED_ROWS, "left alone"))
    names = list(REPLACED_ROWS)
    of_changes = _failed_tests(settings, nights.since)
    assert _unseen(of_changes, names) == names, of_changes
    of_everything = _failed_tests(settings, None)
    assert not _unseen(of_everything, names), of_everything


@pytest.mark.parametrize(("of", "to"), [("replaced", "left alone"), ("left alone", "replaced")])
def test_a_key_of_a_replaced_row_and_of_one_left_alone_is_noticed(
    of: Where, to: Where, nights: Nights, tmp_path: Path
) -> None:
    # A message that was given to another contact, and stayed with the one that had it.
    contact = f"select max(contact_key) from core.fct_contacts where {PLACES[to]['contact']}"
    moved = (
        f"insert into core.fct_messages select * replace (({contact}) as contact_key)"
        f" from core.fct_messages where {PLACES[of]['contact']} limit 1"
    )
    settings = _damaged(nights, tmp_path, [moved])
    (line,) = _failed_tests(settings, nights.since, "--select", "test_name:one_row_per")
    assert line.startswith("one_row_per_fct_messages_")
    assert "Got 1 result" in line


@pytest.mark.parametrize(
    "damage",
    [
        "delete from intermediate.int_scope where contact_key = ({a_contact})",
        "update intermediate.int_contacts set contact_key = null where contact_key = ({a_contact})",
    ],
    ids=["of a contact left alone", "of no contact"],
)
def test_a_model_that_gives_rows_which_would_never_be_replaced_is_refused(
    damage: str, nights: Nights, tmp_path: Path
) -> None:
    a_contact = "select max(contact_key) from intermediate.int_contacts"
    settings = _damaged(nights, tmp_path, [damage.format(a_contact=a_contact)])
    with pytest.raises(AssertionError, match="int_contact_outcomes gives rows of contacts that"):
        run_dbt(settings, "run", "--select", "int_contact_outcomes", since=nights.since)
    held = "select count(*) as rows from intermediate.int_contact_outcomes"
    assert query(settings, held) == query(nights.second_settings, held)
