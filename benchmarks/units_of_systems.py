"""Units proposed for simulated systems of unseen seeds: the right count, and panoptic quality; on 10 and on 30 m.

Panoptic quality: of proposed and true units that share more than half of both together, the sum of intersection over
union, divided by the mean number of proposed and true ones.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rasterio
from measure import row

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / ".venv" / "src"))

from rock_glacier_inventory.engine.simulation.systems import System, simulate_systems
from rock_glacier_inventory.engine.simulation.systems.coarse import coarse_dem
from rock_glacier_inventory.engine.simulation.systems.seeds import UNSEEN
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.engine.units.proposing import propose
from rock_glacier_inventory.inventory.requests.units import UnitsRequest

WANTED = 200
"""Systems of 2 to 5 units."""


def systems() -> Iterator[System]:
    """Of unseen seeds, until there are as many side by side as are wanted; the others of these seeds as well."""
    found = 0
    for seed in UNSEEN:
        for one in simulate_systems(seed):
            if one.kind == "side by side":
                found += 1
                if found > WANTED:
                    return
            yield one


def proposed(one: System, coarse: bool, folder: Path) -> list:
    """The units that are proposed for it, on its DEM or on one of some 30 m with noise."""
    values, transform = coarse_dem(one) if coarse else (one.dem, one.transform)
    path = folder / "dem.tif"
    how = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": one.crs, "transform": transform}
    with rasterio.open(path, "w", height=values.shape[0], width=values.shape[1], **how) as file:
        file.write(values, 1)
    with open_dem(path, SilentReport()) as dem:
        return propose(one.outline, one.crs, dem, UnitsRequest.least_strength).units


def overlaps(units: list, one: System) -> list[float]:
    """Intersection over union of each pair of a proposed and a true unit that share more than half."""
    ratios = [unit.intersection(true).area / unit.union(true).area for unit in units for true in one.units]
    return [ratio for ratio in ratios if ratio > 0.5]


def main() -> None:
    """Print the rows."""
    told: dict[tuple[str, bool], list[tuple[int, int, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for one in systems():
            for coarse in (False, True):
                units = proposed(one, coarse, Path(folder))
                score = len(units), len(one.units), sum(overlaps(units, one))
                told.setdefault((one.kind, coarse), []).append(score)
    for (kind, coarse), scores in sorted(told.items()):
        found, true, shared = np.array(scores).T
        quality = shared.sum() / ((found.sum() + true.sum()) / 2)
        scored = kind == "side by side" and not coarse
        row(
            f"units of {len(scores)} systems, {kind}, unseen seeds, DEM of {30 if coarse else 10} m",
            ">= 80 % right count" if scored else "report",
            f"right {100 * (found == true).mean():.0f} %, too many {100 * (found > true).mean():.0f} %, too few "
            f"{100 * (found < true).mean():.0f} %; panoptic quality {quality:.2f}",
        )


if __name__ == "__main__":
    main()
