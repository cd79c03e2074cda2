"""All Dagster definitions; each module below defs/ adds its own."""

from pathlib import Path

import dagster as dg


@dg.definitions
def defs() -> dg.Definitions:
    """Load the assets, checks, job, schedule and sensors of the project."""
    return dg.load_from_defs_folder(path_within_project=Path(__file__).parent)
