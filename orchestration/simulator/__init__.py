"""A simulated help desk, calibrated to the published benchmarks."""

from orchestration.simulator.simulation import SimulationSummary, simulate

__all__ = ["SimulationSummary", "simulate"]
