"""The embedded sample: a seeded, procedural alpine scene with rock glaciers and their look-alikes."""

from .landforms import LookAlike
from .scene import SimulatedScene, simulate_arrays
from .writing import write_scene

__all__ = ["LookAlike", "SimulatedScene", "simulate_arrays", "write_scene"]
