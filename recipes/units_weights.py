"""Makes the weights of seams (`engine/units/weights.py`) from the development seeds of the sample alone.

Run: .venv/engine/bin/python recipes/units_weights.py (some minutes; prints the two lines). A logistic regression: of
simulated systems pieces are joined at random seams that part nothing, and at each step all seams are looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from rasterio.features import rasterize
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / ".venv" / "src"))

from rock_glacier_inventory.engine.simulation.systems import System, simulate_systems
from rock_glacier_inventory.engine.simulation.systems.seeds import DEVELOPMENT
from rock_glacier_inventory.engine.units.bodies import bodies_of
from rock_glacier_inventory.engine.units.joining import LEAST_DEPTH
from rock_glacier_inventory.engine.units.parting import part
from rock_glacier_inventory.engine.units.seams import Pieces

_ROUNDS = 1
"""Times that each system is joined, each at other seams."""
_KINDS = ("side by side", "single")


def seams_of(system: System, random: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Measures (n, m) of all seams at each step, and which of them part two true units (n,)."""
    shape, cell = system.dem.shape, system.transform.a
    inside = rasterize([(system.outline, 1)], shape, transform=system.transform).astype(bool)
    units = [(unit, 1 + index) for index, unit in enumerate(system.units)]
    truth = rasterize(units, shape, transform=system.transform).astype(int)
    bodies = bodies_of(system.dem.astype(float), inside, cell)
    pieces = Pieces(part(bodies.field, inside, LEAST_DEPTH), bodies, cell)
    count = int(pieces.labels.max()) + 1
    shares = np.zeros((count, len(units) + 1))
    np.add.at(shares, (pieces.labels.ravel(), truth.ravel()), 1)
    unit_of = shares[:, 1:].argmax(axis=1)
    while pieces.borders:
        pairs = sorted(pieces.borders)
        parts = np.array([unit_of[one] != unit_of[other] for one, other in pairs])
        yield np.array([pieces.measures(pair) for pair in pairs]), parts
        if parts.all():
            return
        pieces.join(*pairs[int(random.choice(np.flatnonzero(~parts)))])


def fit(measures: np.ndarray, parts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Constant and weights of a logistic regression with a little shrinkage."""
    middle, spread = measures.mean(0), measures.std(0)
    known = np.column_stack([np.ones(len(measures)), (measures - middle) / spread])
    sign, weights = np.where(parts, 1, -1), weights * len(weights) / weights.sum()

    def loss(found: np.ndarray) -> float:
        odds = np.clip(sign * (known @ found), -30, 30)
        return float((weights * np.log1p(np.exp(-odds))).sum() + 2 * (found[1:] ** 2).sum())

    found = minimize(loss, np.zeros(known.shape[1])).x
    return np.concatenate([[found[0] - (found[1:] * middle / spread).sum()], found[1:] / spread])


def main() -> None:
    """Print the weights."""
    systems = [one for seed in DEVELOPMENT for one in simulate_systems(seed) if one.kind in _KINDS]
    steps = [
        step
        for one in systems
        for round_ in range(_ROUNDS)
        for step in seams_of(one, np.random.default_rng([one.seed, round_]))
    ]
    measures = np.concatenate([found for found, _ in steps])
    parts = np.concatenate([found for _, found in steps])
    found = fit(measures, parts, np.concatenate([np.full(len(one), 1 / len(one)) for _, one in steps]))
    print(f"CONSTANT = {found[0]:.2f}")
    print(f"WEIGHTS = np.array({np.round(found[1:], 2).tolist()})")


if __name__ == "__main__":
    main()
