"""What a reader may rely on in the tree: who reads whom, and that everything is described."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from orchestration.config import PROJECT, Settings
from tests.warehouse import harness

Models = dict[str, dict[str, Any]]

# Looks at the facts' new rows to tell which days they touch.
LOOKS_AHEAD = {"int_touched_days"}

MAY_READ = {
    "staging": {"staging", "source", "seed"},
    "intermediate": {"staging", "intermediate", "seed"},
    "core": {"intermediate", "core", "seed"},
    "marts": {"core", "marts", "seed"},
}
# Which days of the marts are counted anew is settled where changes are found.
TOUCHED_DAYS = "model.supportmart.int_touched_days"


def layer(node: dict[str, Any]) -> str:
    return str(Path(node["path"]).parts[0])


def test_each_layer_reads_only_what_lies_before_it(
    models: Models, manifest: dict[str, Any]
) -> None:
    wrong = []
    for model in models.values():
        if model["name"] in LOOKS_AHEAD:
            continue
        for unique_id in model["depends_on"]["nodes"]:
            kind = unique_id.split(".")[0]
            read = layer(manifest["nodes"][unique_id]) if kind == "model" else kind
            told_its_days = layer(model) == "marts" and unique_id == TOUCHED_DAYS
            if read not in MAY_READ[layer(model)] and not told_its_days:
                wrong.append(f"{model['name']} reads {unique_id}")
    assert wrong == []


def test_every_model_has_a_properties_file_of_its_own(models: Models) -> None:
    wrong = [
        name
        for name, model in models.items()
        if model["patch_path"] != f"supportmart://models/{Path(model['path']).with_suffix('.yml')}"
    ]
    assert wrong == []


def test_every_model_says_what_a_row_is(models: Models) -> None:
    wrong = [
        name for name, model in models.items() if not model["description"].startswith("One row per")
    ]
    assert wrong == []


def test_every_column_of_every_model_is_described(
    models: Models, dbt_results: dict[str, Any], empty_warehouse: Settings
) -> None:
    built = defaultdict(set)
    for row in harness.query(
        empty_warehouse,
        "select table_schema, table_name, column_name from information_schema.columns",
    ):
        built[row["table_schema"], row["table_name"]].add(row["column_name"])
    wrong = []
    for name, model in models.items():
        described = {
            column for column, entry in model["columns"].items() if entry["description"].strip()
        }
        relation = model["schema"], model["alias"]
        wrong += [f"{name}.{column} is not described" for column in built[relation] - described]
        wrong += [f"{name}.{column} is not built" for column in described - built[relation]]
    assert wrong == []


def test_facts_and_dimensions_and_marts_have_enforced_contracts(models: Models) -> None:
    wrong = [
        name
        for name, model in models.items()
        if layer(model) in {"core", "marts"} and not model["config"]["contract"]["enforced"]
    ]
    assert wrong == []


def test_the_staging_views_of_one_entity_have_one_shape(
    dbt_results: dict[str, Any], empty_warehouse: Settings
) -> None:
    views = harness.query(
        empty_warehouse,
        "select table_name, list((column_name, data_type) order by ordinal_position) as columns "
        "from information_schema.columns where table_schema = 'staging' group by table_name",
    )
    shapes = {row["table_name"]: row["columns"] for row in views}
    wrong = []
    for name, columns in shapes.items():
        example = shapes.get(f"stg_helpdesk__{name.partition('__')[2]}")
        if example is not None and columns != example:
            wrong.append(f"{name}: {sorted(set(columns) ^ set(example))}")
    assert wrong == []


def test_no_package_has_to_be_downloaded() -> None:
    assert not (PROJECT / "packages.yml").exists()
    assert not (PROJECT / "dependencies.yml").exists()


# int_seed_changes and int_schedule_changes compare these, and find out for themselves what schedule
# a contact has.
COMPARED = {"int_hourly_rates", "int_sla_targets", "int_schedule_pieces"}
ASSIGNS_SCHEDULES = {"int_schedules", "int_contacts", "int_schedule_changes"}
# They count open hours between instants of which int_schedule_changes knows, or up to as_of.
COUNT_HOURS = {
    *(
        "fct_calls",
        "fct_contact_definitions",
        "fct_contacts",
        "fct_replies",
        "fct_sla",
        "fct_turns",
    ),
    *("int_aging", "int_contact_events", "int_contacts", "int_schedule_changes"),
}


def test_what_a_changed_seed_touches_is_looked_for(
    models: Models, manifest: dict[str, Any]
) -> None:
    scoped = {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["config"]["meta"].get("changes_are_scoped")
    }
    assert len(scoped) == 5
    readers = {name for name, model in models.items() if scoped & {*model["depends_on"]["nodes"]}}
    assert readers == COMPARED | ASSIGNS_SCHEDULES
    pieces = "model.supportmart.int_schedule_pieces"
    hours = {name for name, model in models.items() if pieces in model["depends_on"]["nodes"]}
    assert hours == COUNT_HOURS
