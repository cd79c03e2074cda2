from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.config import PROJECT
from orchestration.dbt_project import (
    MANIFEST_INPUTS,
    build_arguments,
    code_version,
    digest,
    manifest_is_stale,
    prepare_manifest,
    read_manifest,
    rests_on_rows_of,
    seed_versions,
)
from tests.warehouse.desk import AS_OF
from tests.warehouse.harness import run_dbt, settings_below


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "contacts.sql").write_text("select 1", encoding="utf-8")
    (tmp_path / "dbt_project.yml").write_text("name: desk", encoding="utf-8")
    return tmp_path


def test_a_digest_changes_with_contents_names_and_new_files(project: Path) -> None:
    digests = [digest(project, MANIFEST_INPUTS)]
    (project / "models" / "contacts.sql").write_text("select 2", encoding="utf-8")
    digests.append(digest(project, MANIFEST_INPUTS))
    (project / "models" / "contacts.sql").rename(project / "models" / "tickets.sql")
    digests.append(digest(project, MANIFEST_INPUTS))
    (project / "seeds").mkdir()
    (project / "seeds" / "channels.csv").write_text("channel\n", encoding="utf-8")
    digests.append(digest(project, MANIFEST_INPUTS))
    assert len(set(digests)) == 4


def test_a_digest_ignores_times_and_what_dbt_does_not_read(project: Path) -> None:
    before = digest(project, MANIFEST_INPUTS)
    (project / "models" / "contacts.sql").touch()
    (project / "models" / ".contacts.sql.swp").write_text("", encoding="utf-8")
    (project / "README.md").write_text("", encoding="utf-8")
    assert digest(project, MANIFEST_INPUTS) == before


def test_a_manifest_is_stale_until_it_was_made_from_the_same_files(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    assert manifest_is_stale(manifest, "a")
    manifest.write_text("{}", encoding="utf-8")
    assert manifest_is_stale(manifest, "a")
    manifest.with_suffix(".key").write_text("a", encoding="utf-8")
    assert not manifest_is_stale(manifest, "a")
    assert manifest_is_stale(manifest, "b")


def test_the_nightly_build_leaves_unit_tests_out() -> None:
    assert build_arguments(is_full_refresh=False) == [
        "build",
        "--exclude-resource-type",
        "unit_test",
    ]


def test_a_build_of_changes_leaves_what_only_code_changes() -> None:
    arguments = build_arguments(is_full_refresh=False, is_full=False)
    assert arguments[3] == "--exclude"
    assert arguments[-3:] == ["path:seeds", "--indirect-selection", "empty"]


def test_a_build_of_changes_loads_seeds_that_have_changed() -> None:
    arguments = build_arguments(is_full_refresh=False, is_full=False, loads_seeds=True)
    assert "--exclude" in arguments
    assert "path:seeds" not in arguments


def test_a_selection_builds_exactly_the_chosen_nodes() -> None:
    arguments = build_arguments(
        is_full_refresh=True,
        selected=["unique_fct_turns", "+fct_turns"],
    )
    assert arguments[3:] == [
        "--full-refresh",
        "--select",
        "+fct_turns",
        "unique_fct_turns",
        "--indirect-selection",
        "empty",
    ]


def test_a_seeds_rows_are_no_code_and_its_types_are(project: Path) -> None:
    def versions() -> tuple[str, dict[str, str]]:
        code_version.cache_clear()
        return code_version(project), seed_versions(project)

    seeds = project / "seeds"
    seeds.mkdir()
    (seeds / "rates.csv").write_text("rate\n1\n", encoding="utf-8")
    (seeds / "rates.yml").write_text("rate: integer\n", encoding="utf-8")
    before = versions()
    (seeds / "rates.csv").write_text("rate\n2\n", encoding="utf-8")
    with_other_rows = versions()
    assert with_other_rows[0] == before[0]
    assert with_other_rows[1].keys() == before[1].keys() == {"rates"}
    assert with_other_rows[1] != before[1]
    (seeds / "rates.yml").write_text("rate: double\n", encoding="utf-8")
    assert versions()[0] != before[0]


def test_facts_rest_on_the_channels_and_nothing_that_is_kept_on_the_benchmarks() -> None:
    manifest = read_manifest(prepare_manifest(PROJECT))
    kept = {seed for seed in seed_versions() if rests_on_rows_of(seed, manifest)}
    assert {"channels", "channel_fixed_costs", "topic_rules"} < kept
    assert not {"benchmarks", "impact_estimates", "metric_catalogue"} & kept


def test_the_code_version_names_the_release_and_the_code() -> None:
    assert code_version(PROJECT).startswith("0.1.0+")


@pytest.mark.parametrize("loads_seeds", [True, False])
def test_seeds_that_are_loaded_are_tested(tmp_path: Path, loads_seeds: bool) -> None:
    settings = settings_below(tmp_path, as_of=AS_OF)
    arguments = build_arguments(is_full_refresh=False, is_full=False, loads_seeds=loads_seeds)
    chosen = run_dbt(settings, "ls", *arguments[1:], "--output", "name").result
    of_the_seed = {"benchmarks", "accepted_values_benchmarks_clock__calendar__business"}
    assert of_the_seed & {*chosen} == (of_the_seed if loads_seeds else set())
    assert "mart_benchmark_comparison" in chosen
    assert "int_tickets_unioned" not in chosen
