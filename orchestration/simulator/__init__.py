"""A simulated help desk, calibrated to the published benchmarks.

`calibration` says how each channel behaves, `companies` who is simulated, `data/scripts.csv` who
writes when, `data/phrases.csv` what. `sql/` holds one template per table: `contacts.sql` decides
how every contact goes, the others read its rows. Nothing comes from an engine's random numbers:
see `randomness`.
"""

from orchestration.simulator.simulation import SimulationError, SimulationSummary, simulate

__all__ = ["SimulationError", "SimulationSummary", "simulate"]
