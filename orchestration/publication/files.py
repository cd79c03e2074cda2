"""The files of a publication: the one that readers open, the next one, and the one before."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def building_of(serving: Path) -> Path:
    """Return where the next serving file is made."""
    return serving.with_name(serving.name + ".building")


def spare_of(serving: Path) -> Path:
    """Return where the serving file before the present one is kept, to be brought up to date."""
    return serving.with_name(serving.name + ".spare")


def swap(building: Path, serving: Path, *, keep: bool) -> None:
    """Put the finished file in the place of the published one, which becomes the spare if kept."""
    with building.open("rb+") as file:
        os.fsync(file.fileno())
    spare = spare_of(serving)
    remove(spare)
    # A second name, so that at no time there is no published file.
    if keep and serving.exists():
        spare.hardlink_to(serving)
    # A log that a crashed writer left would be replayed into the new file.
    _wal(serving).unlink(missing_ok=True)
    building.replace(serving)
    folder = os.open(serving.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def make_spare(serving: Path) -> None:
    """Copy a file that was written anew, while its pages are still in memory.

    The next night brings the copy up to date; without it, the night makes one itself.
    """
    building = building_of(serving)
    try:
        shutil.copyfile(serving, building)
        building.replace(spare_of(serving))
    except OSError:
        building.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove a database file and its log, where they are."""
    path.unlink(missing_ok=True)
    _wal(path).unlink(missing_ok=True)


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")
