"""A simulated help desk, calibrated to the published benchmarks."""

from orchestration.simulator.simulation import SimulationError, SimulationSummary, simulate

__all__ = ["SimulationError", "SimulationSummary", "simulate"]
