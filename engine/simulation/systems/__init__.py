"""Rock glacier systems of the sample: units that have grown together, with the truth of who is where."""

from .simulating import System, simulate_systems

__all__ = ["System", "simulate_systems"]
