"""The contract files say what the documented layout says, and nothing that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.landing.contract import ContractError, read_contract, read_contracts

# As documented for `type: helpdesk`: mandatory columns before the bar, optional ones after it.
HELPDESK = """
tickets: ticket_id channel created_at | updated_at status priority subject requester_id assignee_id
    group_id brand locale device lifecycle_stage schedule_id merged_into_ticket_id is_test tier
messages: message_id ticket_id sent_at sender_kind | sender_id is_public channel body quick_reply_id
    macro_id sentiment edited_at
ticket_events: event_id ticket_id occurred_at field new_value | actor_kind actor_id
calls: call_id ticket_id direction queued_at | answered_at abandoned_at agent_id
chat_sessions: chat_id ticket_id started_at | accepted_at ended_at agent_id handed_over_at
agents: agent_id | name team role valid_from valid_to
groups: group_id | name
customers: customer_id | name email segment industry is_lost lost_at
surveys: survey_id ticket_id kind | offered_at responded_at score scale_min scale_max comment
work_sessions: session_id ticket_id kind started_at ended_at | agent_id
tasks: task_id assignee_id assigned_at | ticket_id completed_at cancelled_at
leads: lead_id channel captured_at | customer_id ticket_id converted_at value currency
portal_sessions: session_id started_at | customer_id device articles_read searched
ticket_tags: ticket_id tag | added_at removed_at
schedules: schedule_id time_zone weekday opens_at closes_at | valid_from valid_to
holidays: schedule_id starts_on ends_on | name
sla_policies: policy_id metric target_seconds | priority clock valid_from valid_to
ticket_sla: ticket_id policy_id | applied_at
deletions: table_name id deleted_at |
"""


def test_the_help_desk_contract_is_the_documented_layout() -> None:
    documented = {}
    for line in HELPDESK.replace("\n    ", " ").strip().splitlines():
        table, _, columns = line.partition(":")
        mandatory, _, optional = columns.partition("|")
        documented[table] = (set(mandatory.split()), set(optional.split()))
    tables = read_contracts()["helpdesk"].tables
    assert documented == {
        name: (
            {column.name for column in table.columns if column.mandatory},
            {column.name for column in table.columns if not column.mandatory},
        )
        for name, table in tables.items()
    }
    assert [name for name, table in tables.items() if table.mandatory] == ["tickets", "messages"]
    assert [name for name, table in tables.items() if table.snapshot] == ["schedules", "holidays"]


def test_every_type_has_a_contract() -> None:
    assert sorted(read_contracts()) == [
        "fivetran_intercom",
        "fivetran_zendesk",
        "helpdesk",
        "twitter",
    ]


def test_the_columns_of_a_key_have_a_value() -> None:
    """Else rows without one would be versions of each other; snapshots have no versions."""
    for contract in read_contracts().values():
        for table in contract.tables.values():
            needed = {column.name for column in table.columns if column.needs_value}
            if not table.snapshot and table.name != "sla_policies":
                assert set(table.key) <= needed, (contract.type, table.name)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("{key: [id], columns: {id: {type: number of sorts}}}", "unknown type 'number of sorts'"),
        ("{key: [other], columns: {id: {type: id}}}", "key or version names no column: other"),
        ("{key: [id], version: v, columns: {id: {type: id}}}", "names no column: v"),
        ("{columns: {id: {type: id}}}", "'key'"),
        ("{key: [id], colour: red, columns: {id: {type: id}}}", "colour"),
        ("{key: [id], columns: {id: {type: id, mandatry: true}}}", "mandatry"),
    ],
)
def test_what_is_wrong_with_a_contract(tmp_path: Path, table: str, words: str) -> None:
    path = tmp_path / "mine.yml"
    path.write_text(f"tables:\n  things: {table}\n", encoding="utf-8")
    with pytest.raises(ContractError, match=r"mine\.yml, table things") as raised:
        read_contract(path)
    assert words in str(raised.value)
