"""The example tables of Fivetran's layouts, in all their spellings, load and can be staged."""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration.config import Settings
from tests.warehouse import harness

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
# Folder of the examples, type of the connection, and the ending of the files that take the place of
# the plain ones: "quoted" and upper-case column names.
LAYOUTS = {
    "zendesk": ("zendesk", "fivetran_zendesk", ""),
    "zendesk_snowflake": ("zendesk", "fivetran_zendesk", "_snowflake"),
    "zendesk_postgres": ("zendesk", "fivetran_zendesk", "_postgres"),
    "intercom": ("intercom", "fivetran_intercom", ""),
    "intercom_snowflake": ("intercom", "fivetran_intercom", "_snowflake"),
}


@pytest.fixture(scope="module")
def layouts(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = harness.settings_below(tmp_path_factory.mktemp("layouts"), as_of=AS_OF)
    for connection, (examples, source_type, spelling) in LAYOUTS.items():
        folder = settings.landing / connection
        folder.mkdir(parents=True)
        (folder / "connection.yml").write_text(f"type: {source_type}\n", encoding="utf-8")
        for table, path in example_tables(real_data, examples, spelling).items():
            shutil.copy(path, folder / f"{table}.csv")
    harness.load(settings)
    harness.build(
        settings, "+path:models/staging/fivetran_zendesk", "+path:models/staging/fivetran_intercom"
    )
    return settings


def example_tables(real_data: Path, examples: str, spelling: str) -> dict[str, Path]:
    """Return the examples' files by table, those in the given spelling before the plain ones."""
    folder = real_data / "fivetran_layout" / examples
    plain = {path.name.removesuffix("_data.csv"): path for path in folder.glob("*_data.csv")}
    spelled = {
        path.name.removesuffix(f"_data{spelling}.csv"): path
        for path in folder.glob(f"*_data{spelling}.csv")
    }
    return plain | spelled


def test_every_row_of_every_table_that_is_read_is_loaded(
    layouts: Settings, real_data: Path
) -> None:
    ledger = harness.query(
        layouts,
        "select connection, table_name, rows_read, rows_loaded, rows_rejected "
        "from quality.row_ledger",
    )
    for entry in ledger:
        examples, _, spelling = LAYOUTS[entry["connection"]]
        path = example_tables(real_data, examples, spelling)[entry["table_name"]]
        with path.open(encoding="utf-8", newline="") as file:
            rows = sum(1 for _ in csv.DictReader(file))
        assert (entry["rows_read"], entry["rows_loaded"], entry["rows_rejected"]) == (
            rows,
            rows,
            0,
        ), entry
    tables = {entry["table_name"] for entry in ledger if entry["connection"] == "zendesk"}
    assert {"ticket", "ticket_comment", "user", "ticket_field_history", "schedule"} <= tables


def test_a_quoted_or_upper_case_name_is_the_same_column(layouts: Settings) -> None:
    assert harness.query(
        layouts,
        "select connection, count(*) as users, count(active) as with_active "
        'from raw_fivetran_zendesk."user" group by connection order by connection',
    ) == [
        {"connection": "zendesk", "users": 10, "with_active": 10},
        {"connection": "zendesk_postgres", "users": 10, "with_active": 10},
        {"connection": "zendesk_snowflake", "users": 10, "with_active": 10},
    ]


@pytest.mark.parametrize(
    ("view", "rows"),
    [
        ("fivetran_zendesk__tickets", 10),
        ("fivetran_zendesk__comments", 20),
        # Of 12 chat events three are no messages.
        ("fivetran_zendesk__chat_messages", 9),
        # Of 38 changes three repeat one of ticket 102, and one is of the requester.
        ("fivetran_zendesk__ticket_events", 34),
        ("fivetran_zendesk__groups", 8),
        # Monday to Friday.
        ("fivetran_zendesk__schedules", 5),
        ("fivetran_zendesk__holidays", 2),
        # Three of the ten repeat.
        ("fivetran_zendesk__ticket_tags", 7),
        # 9 versions of 2 conversations.
        ("fivetran_intercom__tickets", 2),
        # What opened the two, and one note.
        ("fivetran_intercom__messages", 3),
        # All parts but the note close a conversation.
        ("fivetran_intercom__ticket_events", 8),
        ("fivetran_intercom__customers", 9),
        ("fivetran_intercom__agents", 4),
    ],
)
def test_the_examples_come_out_of_staging(layouts: Settings, view: str, rows: int) -> None:
    connection = view.removeprefix("fivetran_").split("__")[0]
    (found,) = harness.query(
        layouts,
        f"select count(*) as rows from staging.stg_{view} where connection = ?",
        [connection],
    )
    assert found["rows"] == rows


def test_the_example_ticket_goes_through_its_statuses(layouts: Settings) -> None:
    events = harness.query(
        layouts,
        "select new_value from staging.stg_fivetran_zendesk__ticket_events "
        "where connection = 'zendesk' and ticket_id = '11071' and field = 'status' "
        "order by occurred_at",
    )
    assert [event["new_value"] for event in events] == [
        "open", "pending", "on_hold", "pending", "open", "pending", "on_hold", "open", "on_hold",
        "pending", "open", "solved", "closed",
    ]  # fmt: skip


def test_the_example_schedule_is_open_from_eight_to_eight_in_los_angeles(
    layouts: Settings,
) -> None:
    assert harness.query(
        layouts,
        "select weekday, time_zone, opens_second // 3600 as opens, closes_second // 3600 as closes "
        "from staging.stg_fivetran_zendesk__schedules where connection = 'zendesk' order by 1",
    ) == [
        {"weekday": weekday, "time_zone": "America/Los_Angeles", "opens": 8, "closes": 20}
        for weekday in range(1, 6)
    ]
