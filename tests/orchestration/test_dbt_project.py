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
)


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
    assert arguments[3:5] == ["--exclude", "path:seeds"]
    assert arguments[-2:] == ["--indirect-selection", "empty"]


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


def test_the_code_version_names_the_release_and_the_code() -> None:
    assert code_version(PROJECT).startswith("0.1.0+")
