"""The dbt project as other code uses it: its manifest, prepared ahead, and its commands."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from orchestration.config import PROJECT

DBT = Path(sys.executable).with_name("dbt")

# Everything that dbt reads to write its manifest, and everything that decides what a run does.
MANIFEST_INPUTS = ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "tests/dbt")
CODE = (*MANIFEST_INPUTS, "orchestration")
SUFFIXES = {".sql", ".yml", ".yaml", ".csv", ".md", ".py"}
SEEDS = "seeds"


class DbtProjectError(RuntimeError):
    """dbt cannot read the project; the message carries dbt's own words."""


def digest(project: Path, roots: Iterable[str], but_for: Collection[Path] = ()) -> str:
    """Return a digest of the names and contents of the project's files below the roots."""
    files = sorted(
        path
        for root in roots
        for path in (
            [project / root] if (project / root).is_file() else (project / root).rglob("*")
        )
        if path.suffix in SUFFIXES and path.is_file() and path not in but_for
    )
    total = hashlib.sha256()
    for path in files:
        name = path.relative_to(project).as_posix().encode()
        content = path.read_bytes()
        total.update(b"%d:%b%d:%b" % (len(name), name, len(content), content))
    return total.hexdigest()


def manifest_key(project: Path) -> str:
    """Return what a manifest must have been made from: these files, by this version of dbt."""
    return f"{version('dbt-core')} {version('dbt-duckdb')} {digest(project, MANIFEST_INPUTS)}"


def manifest_is_stale(manifest: Path, key: str) -> bool:
    """Tell whether the manifest is missing or was made from something else than the key says."""
    stamp = manifest.with_suffix(".key")
    return not manifest.exists() or not stamp.exists() or stamp.read_text(encoding="utf-8") != key


@cache
def code_version(project: Path = PROJECT) -> str:
    """Return the version and a digest of the code: two runs with one value ran the same code.

    Seeds' rows are no code: which of them have changed is looked at one by one.
    """
    return f"{version('supportmart')}+{digest(project, CODE, _seed_files(project))[:12]}"


def seed_versions(project: Path = PROJECT) -> dict[str, str]:
    """Return a digest of each seed's rows."""
    return {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in _seed_files(project)
    }


def _seed_files(project: Path) -> list[Path]:
    return sorted((project / SEEDS).glob("*.csv"))


def rests_on_rows_of(seed: str, manifest: Mapping[str, Any]) -> bool:
    """Tell whether tables that a night leaves in part as they are rest on a seed's rows.

    Not when all that reads it is built whole, nor when int_seed_changes finds what a changed row
    touches, of which the seed's meta tells.
    """
    nodes = manifest["nodes"]
    ahead = [key for key, node in nodes.items() if node["name"] == seed]
    if any(nodes[key]["config"]["meta"].get("changes_are_scoped") for key in ahead):
        return False
    found = {*ahead}
    while ahead:
        children = {*manifest["child_map"][ahead.pop()]} & nodes.keys() - found
        if any(nodes[child]["config"]["materialized"] == "incremental" for child in children):
            return True
        found |= children
        ahead += children
    return False


def prepare_manifest(project: Path = PROJECT) -> Path:
    """Return the path of a manifest that fits the project's files, parsing them only if need be.

    Neither network nor database is touched. The files are swapped in whole, so that processes that
    prepare at once do not read each other's halves.
    """
    target = project / "target"
    manifest = target / "manifest.json"
    key = manifest_key(project)
    if not manifest_is_stale(manifest, key):
        return manifest
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target, prefix="parse-") as folder:
        saved_parse = target / "partial_parse.msgpack"
        if saved_parse.exists():
            shutil.copy(saved_parse, folder)
        result = subprocess.run(
            [str(DBT), "--quiet", "parse", *project_flags(project, Path(folder))],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise DbtProjectError(
                f"dbt cannot parse {project}: mend the file it names and try again.\n"
                f"{(result.stdout + result.stderr).strip()}"
            )
        for name in ("partial_parse.msgpack", "manifest.json"):
            (Path(folder) / name).replace(target / name)
    manifest.with_suffix(".key").write_text(key, encoding="utf-8")
    return manifest


@cache
def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest's content, read once per process."""
    content: dict[str, Any] = json.loads(path.read_bytes())
    return content


def project_flags(project: Path, target: Path) -> list[str]:
    """Return the flags that make a dbt command independent of folder and environment."""
    return [
        *("--project-dir", str(project)),
        *("--profiles-dir", str(project)),
        *("--target", "duckdb"),
        *("--target-path", str(target)),
        *("--log-path", str(target)),
    ]


# The same every night as long as the code is: views, which read as_of from the database. And seeds,
# with their tests, as long as their rows are.
UNCHANGED_BY_DATA = (
    "config.materialized:view,path:models/staging",
    "config.materialized:view,path:models/intermediate",
)
UNCHANGED_SEEDS = f"path:{SEEDS}"


def build_arguments(
    *,
    is_full_refresh: bool,
    is_full: bool = True,
    loads_seeds: bool = False,
    selected: Sequence[str] = (),
) -> list[str]:
    """Return the arguments of the nightly build; a selection narrows it to some nodes.

    A build that is not full leaves what the same code has made from no data; views are tested all
    the same. Unit tests test code, not data: they run where the code changes.
    """
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    if is_full_refresh:
        arguments.append("--full-refresh")
    if selected:
        arguments += ["--select", *sorted(selected), "--indirect-selection", "empty"]
    elif not is_full:
        unchanged = [*UNCHANGED_BY_DATA, *([] if loads_seeds else [UNCHANGED_SEEDS])]
        arguments += ["--exclude", *unchanged, "--indirect-selection", "empty"]
    return arguments


def name_of(unique_id: str) -> str:
    """Return the name by which dbt selects a node."""
    return unique_id.split(".")[2]


if __name__ == "__main__":
    prepare_manifest()
